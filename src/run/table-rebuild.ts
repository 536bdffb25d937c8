import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import type { Rebuild, Statement } from "../dialect/step.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type Refusal, unsupported } from "../migration/refusal.ts"
import { textOfStep } from "./journalled-step.ts"
import type { StepJournal } from "./step-journal.ts"
import { refuseNewViolations } from "./violations.ts"

/** The statements that build a table anew, by the schema that it has now. */
export const rebuildStatements = Effect.fnUntraced(function*(
  rebuild: Rebuild,
  dialect: Dialect,
  connection: Connection,
): Effect.fn.Return<ReadonlyArray<Statement>, DatabaseError | Refusal> {
  if (dialect.inspect === undefined || dialect.rebuild === undefined) {
    return yield* unsupported(`${dialect.name} cannot build a table anew.`)
  }
  const schema = yield* dialect.inspect(connection, rebuild.table)
  return yield* Effect.fromResult(dialect.rebuild(schema, rebuild))
})

export interface RebuildStepOptions {
  readonly dialect: Dialect
  readonly connection: Connection
  readonly steps: StepJournal
  /** Sends the statements of the rebuild itself. */
  readonly send: (statements: ReadonlyArray<Statement>) => Effect.Effect<void, DatabaseError>
}

/** A table that is built anew outside a migration's transaction: one step, in a transaction of its own. */
export const rebuildStep = (
  rebuild: Rebuild,
  { connection, dialect, send, steps }: RebuildStepOptions,
): Effect.Effect<void, DatabaseError | Refusal> =>
  steps.together(textOfStep(rebuild), (done) => {
    const kind = { rebuilds: true }
    const { begin, commit, restore, rollback, violations } = dialect.transaction
    const batch = (statements: ReadonlyArray<string>) => sendTexts(connection, statements)
    return Effect.gen(function*() {
      yield* batch(begin(kind))
      const before = yield* violations(connection)
      yield* send(yield* rebuildStatements(rebuild, dialect, connection))
      yield* refuseNewViolations(before, yield* violations(connection))
      yield* batch([...done, commit, ...restore(kind)])
    }).pipe(Effect.onError(() => Effect.ignore(batch([rollback, ...restore(kind)]))))
  })

export const rebuildFromFunction = ({ table }: Rebuild): Refusal =>
  unsupported(
    `Table ${table} has to be built anew for this, which must be known before the transaction begins, and a `
      + "function is called after that.",
    "Put the alter into an array (`change: [alter(…)]`), or set `transaction: false`.",
  )
