import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { authorsTransaction, refuseChain } from "./authors-transaction.ts"
import { leftOpen, rebuildInside, type StepJournal, type StepJournalOptions } from "./step-journal.ts"

export interface SentStepsOptions extends Pick<StepJournalOptions, "retry" | "sent"> {
  readonly dialect: Dialect
  readonly connection: Connection
}

/**
 * The steps of a migration outside a transaction whose history stands in another database: they are sent, and none is
 * written down, since nothing there could be true together with what happens here.
 */
export const sentSteps = ({ connection, dialect, retry, sent }: SentStepsOptions): StepJournal => {
  const transaction = authorsTransaction(dialect)
  const { isOpen, rollback } = dialect.transaction
  let finished = 0

  const run: StepJournal["run"] = Effect.fnUntraced(function*({ nature, parameters, sql }) {
    yield* refuseChain(sql, dialect)
    const control = transaction.control(sql)
    const query = connection.query(sql, parameters)
    // Of what is undone as a whole nothing has to be cleared away first.
    const isUndone = nature._tag === "Transactional" && !transaction.isOpen()
    const rows = yield* isUndone ? retry(query) : query
    if (control === "opens" || control === "locks") transaction.opened()
    if (control === "commits" || control === "undoes") transaction.closed()
    finished++
    yield* sent(sql)
    return rows
  })

  // What changes the schema may have ended it.
  const stillOpen = Effect.suspend(() =>
    transaction.isOpen() ? isOpen?.(connection) ?? Effect.succeed(true) : Effect.succeed(false)
  )

  return {
    run,
    together: (_, work) =>
      Effect.suspend(() => transaction.isOpen() ? Effect.fail(rebuildInside) : work([])).pipe(
        Effect.andThen(Effect.sync(() => void finished++)),
      ),
    nextIsDone: () => false,
    end: Effect.flatMap(
      Effect.orElseSucceed(stillOpen, () => true),
      (open) => open ? Effect.fail(leftOpen) : Effect.succeed([]),
    ),
    flush: Effect.suspend(() =>
      transaction.isOpen() ? Effect.ignore(connection.batch([{ sql: rollback }])) : Effect.void
    ),
    doubt: () => undefined,
    done: () => finished,
    // No run would clear it away.
    left: () => [],
  }
}
