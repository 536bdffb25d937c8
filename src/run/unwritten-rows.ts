import * as Effect from "effect/Effect"
import type { LedgerRow } from "../dialect/ledger-table.ts"

/** Rows of the ledger that are known and not written yet: they are written with what comes next. */
export interface UnwrittenRows {
  /** Takes a row, in the place of one of the same step. */
  readonly note: (row: LedgerRow) => void
  /** Takes a row that is true once the transaction of the migration's author is: it is written in it. */
  readonly noteInside: (row: LedgerRow) => void
  readonly inside: () => ReadonlyArray<LedgerRow>
  /** What the author's transaction did is undone, and so are its rows. */
  readonly forgetInside: () => void
  /** Its rows are true, although it is undone. */
  readonly keepInside: () => void
  /** The other way: the author's transaction is still open, with these rows and all that are known. */
  readonly moveInside: (rows: ReadonlyArray<LedgerRow>) => void
  /** The statement that writes all of them, and these. */
  readonly statement: (...rows: ReadonlyArray<LedgerRow>) => string
  /** That statement has run. */
  readonly written: () => void
  /** Writes what does not wait for the author's transaction. */
  readonly write: <E>(batch: (statements: ReadonlyArray<string>) => Effect.Effect<void, E>) => Effect.Effect<void, E>
  /** Whether a row is still among them. */
  readonly holds: (row: LedgerRow) => boolean
  /** Whether the row of the migration itself is the only one. */
  readonly holdsOnlyOwn: () => boolean
}

/**
 * @param own the row of the migration itself, which is written with the first of its steps
 * @param statement writes rows to the ledger
 */
export const unwrittenRows = (
  own: LedgerRow,
  statement: (rows: ReadonlyArray<LedgerRow>) => string,
): UnwrittenRows => {
  let pending: ReadonlyArray<LedgerRow> = [own]
  let inside: ReadonlyArray<LedgerRow> = []
  const without = (rows: ReadonlyArray<LedgerRow>) =>
    pending.filter((row) => rows.every(({ step }) => step !== row.step))

  return {
    note: (row) => void (pending = [...without([row]), row]),
    noteInside: (row) => void (inside = [...inside, row]),
    inside: () => inside,
    forgetInside: () => void (inside = []),
    keepInside: () => {
      pending = [...pending, ...inside]
      inside = []
    },
    moveInside: (rows) => {
      inside = [...rows, ...pending]
      pending = []
    },
    statement: (...rows) => {
      const more = [...inside, ...rows]
      return statement([...without(more), ...more])
    },
    written: () => {
      pending = []
      inside = []
    },
    write: (batch) =>
      Effect.suspend(() => {
        const rows = pending
        return rows.length === 0
          ? Effect.void
          : Effect.andThen(
            batch([statement(rows)]),
            Effect.sync(() => void (pending = pending.filter((row) => !rows.includes(row)))),
          )
      }),
    holds: (row) => pending.includes(row),
    holdsOnlyOwn: () => pending.length === 1 && pending[0] === own,
  }
}
