import type { Dialect } from "../dialect/dialect.ts"
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
  /** The savepoint that began it. */
  let outermost: string | undefined

  const savepoint = (sql: string): Control => {
    const [first, ...rest] = tokenize(sql, lexicon).filter(isContent)
    const verb = wordOf(first)
    const name = rest.at(-1)?.text.toLowerCase()
    if (verb === "SAVEPOINT" && !open) {
      outermost = name
      return "opens"
    }
    return verb === "RELEASE" && open && name === outermost ? "commits" : "none"
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
      outermost = undefined
    },
  }
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
