import * as Effect from "effect/Effect"
import { ledgerTable } from "../dialect/ledger-table.ts"
import type { LedgerRow } from "../doors/dialect.ts"
import { dropIfExists, table as tableOf } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, failureOf, holds } from "./conformance-case.ts"
import { sendCommands } from "./scratch-table.ts"

const versions = { name: "conformance_versions", prefix: undefined }
const begun: LedgerRow = {
  version: 20_260_101_000_000n,
  step: 0,
  state: "running",
  statement: "it's \\ odd",
  direction: "up",
  checksum: "1:a:b",
  owner: "host:4711",
  session: "one's own",
  startedAt: 1_767_225_600_000,
}
const step: LedgerRow = { version: begun.version, step: 1, state: "intended", statement: "SELECT '\\'", digest: "ab" }

/** The table of what runs outside a transaction. */
export const ledgerCases: Cases = (subject) => {
  const { connect, dialect: { ledger } } = subject
  const made = Effect.gen(function*() {
    const connection = yield* connect
    const drop = sendCommands(subject, connection, [dropIfExists(tableOf(ledgerTable(versions).name))])
    yield* drop
    yield* Effect.addFinalizer(() => Effect.ignore(drop))
    const send = (sql: string) => connection.batch([{ sql }])
    const rows = Effect.map(
      connection.query(ledger.select(versions)),
      (all) =>
        all.map(({ owner, session, state, statement, step: number, version }) => ({
          version: String(version),
          step: Number(number),
          state,
          statement,
          owner,
          session,
        })),
    )
    return { create: send(ledger.create(versions)), rows, send }
  })
  const shown = ({ owner, session, state, statement, step: number, version }: LedgerRow) => ({
    version: String(version),
    step: number,
    state,
    statement,
    owner: owner ?? null,
    session: session ?? null,
  })
  return [
    conformanceCase(
      "ledger: a table that is not there",
      "To select from it is `missing table`; created twice it is there as it was, or the second is `duplicate` or `statement`.",
      Effect.gen(function*() {
        const { create, rows, send } = yield* made
        const error = yield* failureOf(rows, "A ledger that is not there")
        yield* equals(error.kind, "missing table", "The kind of the error")
        yield* create
        yield* send(ledger.write(versions, [begun]))
        yield* Effect.catchIf(create, ({ kind }) => kind === "duplicate" || kind === "statement", () => Effect.void)
        yield* equals(yield* rows, [shown(begun)], "The rows")
      }),
    ),
    conformanceCase(
      "ledger: write",
      "Rows are read as they were written, in the order of their steps, and written again they take the place of the old ones.",
      Effect.gen(function*() {
        const { create, rows, send } = yield* made
        yield* create
        yield* send(ledger.write(versions, [step, begun]))
        yield* equals(yield* rows, [shown(begun), shown(step)], "The rows")
        const done: LedgerRow = { ...step, state: "done", answer: "[{\"a\":\"it's\"}]" }
        yield* send(ledger.write(versions, [done, { ...step, step: 2 }]))
        yield* equals(yield* rows, [shown(begun), shown(done), shown({ ...step, step: 2 })], "The rows written again")
      }),
    ),
    conformanceCase(
      "ledger: claim and takeOver",
      "A second claim of a migration is `duplicate`; it is taken over from the session that has it, and from no other.",
      Effect.gen(function*() {
        const { create, rows, send } = yield* made
        yield* create
        yield* send(ledger.claim(versions, begun))
        const error = yield* failureOf(send(ledger.claim(versions, { ...begun, session: "other" })), "A second claim")
        yield* equals(error.kind, "duplicate", "The kind of the error")
        const claim = { version: begun.version, owner: "host:4712", session: "new's" }
        yield* send(ledger.takeOver(versions, { ...claim, from: "nobody" }))
        yield* equals(yield* rows, [shown(begun)], "The row after the claim of a stranger")
        yield* send(ledger.takeOver(versions, { ...claim, from: "one's own" }))
        yield* equals(yield* rows, [shown({ ...begun, ...claim })], "The row that was taken over")
      }),
    ),
    conformanceCase(
      "ledger: delete",
      "One step goes alone, a migration with all its steps, and those of others stay.",
      Effect.gen(function*() {
        const { create, rows, send } = yield* made
        const other = { ...begun, version: 1n }
        yield* create
        yield* send(ledger.write(versions, [other, begun, step]))
        yield* send(ledger.deleteStep(versions, begun.version, 1))
        yield* equals(yield* rows, [shown(other), shown(begun)], "The rows without the step")
        yield* send(ledger.delete(versions, begun.version))
        yield* equals(yield* rows, [shown(other)], "The rows without the migration")
      }),
    ),
    conformanceCase(
      "versions.select: says whether there is a ledger",
      "`has_ledger` stands in each row, and in one without a version where there is none.",
      Effect.gen(function*() {
        const { create } = yield* made
        const connection = yield* connect
        const drop = sendCommands(subject, connection, [dropIfExists(tableOf(versions.name))])
        yield* drop
        yield* Effect.addFinalizer(() => Effect.ignore(drop))
        yield* connection.batch([{ sql: subject.dialect.versions.create(versions) }])
        const said = Effect.map(
          connection.query(subject.dialect.versions.select(versions)),
          ([row]) => row?.["has_ledger"],
        )
        const before = yield* said
        yield* holds(before === false || Number(before) === 0, "Without a ledger it is false, or 0.", before)
        yield* create
        const after = yield* said
        yield* holds(after === true || Number(after) === 1, "With a ledger it is true, or 1.", after)
      }),
    ),
  ]
}
