import type { SqlLexicon } from "../migration/sql-lexicon.ts"
import { tokenize } from "../migration/sql-scanner.ts"
import { isContent, wordOf } from "../migration/sql-token.ts"

/** What runs code that stands elsewhere, or changes of a schema that commit by themselves (MariaDB's `BEGIN NOT ATOMIC`). */
const verbs: ReadonlySet<string> = new Set(["CALL", "EXECUTE", "EXEC", "BEGIN"])

/** What a block of code must say in order to commit (PostgreSQL's manual, 43.8 "Transaction Management"). */
const commits = /\b(?:commit|rollback|call)\b/i

/** Whether a statement that the server has refused may have done a part of its work for good. */
export const mayCommit = (sql: string, lexicon: SqlLexicon): boolean => {
  const verb = wordOf(tokenize(sql, lexicon).find(isContent))
  return verb !== undefined && (verbs.has(verb) || (verb === "DO" && commits.test(sql)))
}
