import * as Effect from "effect/Effect"
import type { Dialect } from "../dialect/dialect.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { tokenize } from "../migration/sql-scanner.ts"
import { isContent, wordOf } from "../migration/sql-token.ts"
import { transactionControl } from "../migration/transaction-control.ts"

/**
 * What a statement does to the transaction that a migration's author began: `locks` as MySQL's `LOCK TABLES`, under which
 * the ledger cannot be written either; `undoes` also what ends it in another way than a commit.
 */
export type Control = "opens" | "locks" | "commits" | "undoes" | "none"

/** Knows, by the statements that go by, whether a transaction of the migration's author is open. */
export const authorsTransaction = ({ lexicon }: Pick<Dialect, "lexicon">) => {
  let open = false
  /** Of a transaction that a savepoint began, those that stand, the outermost first: a name may stand there twice. */
  let savepoints: ReadonlyArray<string> = []

  const savepoint = (sql: string): Control => {
    const [first, ...rest] = tokenize(sql, lexicon).filter(isContent)
    const name = nameOf(rest.at(-1)?.text ?? "")
    const verb = wordOf(first)
    if (verb === "SAVEPOINT") {
      if (open && savepoints.length === 0) return "none"
      savepoints = [...savepoints, name]
      return open ? "none" : "opens"
    }
    const position = savepoints.lastIndexOf(name)
    if (position < 0) return "none"
    if (verb === "ROLLBACK") savepoints = savepoints.slice(0, position + 1)
    if (verb !== "RELEASE") return "none"
    savepoints = savepoints.slice(0, position)
    return savepoints.length === 0 ? "commits" : "none"
  }

  return {
    control: (sql: string): Control => {
      const control = controlOf(transactionControl(sql, lexicon))
      return control === "none" && lexicon.savepointBegins === true ? savepoint(sql) : control
    },
    isOpen: (): boolean => open,
    opened: (): void => void (open = true),
    closed: (): void => {
      open = false
      savepoints = []
    },
  }
}

/** `"a"`, `'a'`, `[a]` and `A` are one savepoint. */
const nameOf = (text: string): string => text.replace(/^["'`[](.*)["'`\]]$/, "$1").toLowerCase()

/**
 * Refuses the lock on tables under which nothing could be written down, so that what was done in it would be done again
 * (MySQL's `LOCK TABLES`).
 */
export const refuseTableLocks = (sql: string, { lexicon }: Pick<Dialect, "lexicon">): Effect.Effect<void, Refusal> =>
  controlOf(transactionControl(sql, lexicon)) === "locks"
    ? Effect.fail(invalid(
      `${sql.trim()}: under it nothing can be written down of what is done, which would then be done again after a crash.`,
      "Leave it out, with its UNLOCK TABLES: the run's own lock keeps other migrations away.",
    ))
    : Effect.void

/** Refuses what ends a transaction and begins the next with one word: between the two nothing could be written down. */
export const refuseChain = (sql: string, { lexicon }: Pick<Dialect, "lexicon">): Effect.Effect<void, Refusal> => {
  const control = controlOf(transactionControl(sql, lexicon))
  if (control !== "commits" && control !== "undoes") return Effect.void
  const words = tokenize(sql, lexicon).filter(isContent).map(wordOf)
  const chains = words.some((word, position) => word === "CHAIN" && words[position - 1] === "AND")
  return chains
    ? Effect.fail(invalid(
      `${sql.trim()} ends a transaction and begins another one.`,
      "Write COMMIT or ROLLBACK, and then BEGIN.",
    ))
    : Effect.void
}

const controlOf = (keyword: string | undefined): Control => {
  switch (keyword) {
    case undefined:
    case "COMMIT PREPARED":
    case "ROLLBACK PREPARED":
    case "SET autocommit":
      return "none"
    case "BEGIN":
    case "START TRANSACTION":
    case "XA START":
    case "XA BEGIN":
      return "opens"
    case "LOCK TABLE":
    case "LOCK TABLES":
      return "locks"
    case "COMMIT":
    case "END":
      return "commits"
    default:
      return "undoes"
  }
}
