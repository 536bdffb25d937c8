import * as Result from "effect/Result"
import type { LedgerRow } from "../dialect/ledger-table.ts"
import type { Row } from "../migration/context.ts"
import { DatabaseError } from "../migration/database-error.ts"
import type { Direction } from "../migration/direction.ts"

/** A step of a migration, as it stands in the ledger. */
export type RecordedStep = Pick<LedgerRow, "step" | "state" | "statement" | "digest" | "answer">

/** A migration that was begun outside a transaction, and not finished. */
export interface InFlight {
  readonly version: bigint
  readonly name: string
  readonly direction: Direction
  readonly checksum: string | undefined
  readonly owner: string
  readonly session: string
  readonly startedAt: number
  /** Whether a run stopped because only a person can say what was done. */
  readonly unresolved: boolean
  /** By their number. */
  readonly steps: ReadonlyMap<number, RecordedStep>
}

/**
 * The migrations in flight, from the rows of the ledger in the order of versions and steps. A row whose migration has none
 * itself is left out.
 *
 * Fails with `DatabaseError` where a row is none of Sterna's. `table` names the ledger in the message.
 */
export const inFlightOf = (
  rows: ReadonlyArray<Row>,
  table: string,
): Result.Result<ReadonlyArray<InFlight>, DatabaseError> =>
  Result.gen(function*() {
    const decoded = yield* Result.all(rows.map((row) => decodeRow(row, table)))
    return decoded.filter(({ step }) => step === 0).map((own): InFlight => ({
      version: own.version,
      name: own.statement,
      direction: own.direction ?? "up",
      checksum: own.checksum,
      owner: own.owner ?? "",
      session: own.session ?? "",
      startedAt: own.startedAt ?? 0,
      unresolved: own.state === "unresolved",
      steps: new Map(
        decoded.filter(({ step, version }) => version === own.version && step > 0).map((each) => [each.step, each]),
      ),
    }))
  })

/** The step that was sent last of those that changed something, where it is not known to be done. */
export const stepInDoubt = ({ steps }: InFlight): RecordedStep | undefined => {
  const last = [...steps.values()].toSorted((one, other) => one.step - other.step).at(-1)
  return last?.state === "intended" ? last : undefined
}

/** How many of its steps are done. */
export const finishedSteps = ({ steps }: InFlight): number =>
  [...steps.values()].filter(({ state }) => state === "done" || state === "read").length

const states: ReadonlyArray<LedgerRow["state"]> = ["running", "unresolved", "intended", "done", "failed", "read"]

const directions: ReadonlyArray<Direction> = ["up", "down"]

const decodeRow = (row: Row, table: string): Result.Result<LedgerRow, DatabaseError> => {
  const state = states.find((each) => each === row["state"])
  const version = integerOf(row["version"])
  const step = integerOf(row["step"])
  if (state === undefined || version === undefined || step === undefined) {
    return Result.fail(
      new DatabaseError({
        kind: "statement",
        problem: `The table ${table} holds a row that Sterna did not write: version ${String(row["version"])}, step ${
          String(row["step"])
        }, state ${String(row["state"])}.`,
        hint: "Look at the row. If it belongs to something else, set migrationSource to another name.",
      }),
    )
  }
  const direction: Direction | undefined = directions.find((each) => each === row["direction"])
  const startedAt = integerOf(row["started_at"])
  return Result.succeed({
    version,
    step: Number(step),
    state,
    statement: textOf(row["statement"]) ?? "",
    ...defined({
      digest: textOf(row["digest"]),
      answer: textOf(row["answer"]),
      direction,
      checksum: textOf(row["checksum"]),
      owner: textOf(row["owner"]),
      session: textOf(row["session"]),
      startedAt: startedAt === undefined ? undefined : Number(startedAt),
    }),
  })
}

type Defined<Fields> = { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }

const defined = <Fields extends object>(fields: Fields): Defined<Fields> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries knows no keys
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>

const integerOf = (value: unknown): bigint | undefined => {
  if (typeof value === "bigint") return value
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined
}

const textOf = (value: unknown): string | undefined => typeof value === "string" ? value : undefined
