import { type SqlToken, wordOf } from "../../migration/sql-token.ts"

/**
 * Whether a statement defines a routine, a trigger, a view or the like: what its text says is then not run now.
 *
 * @param tokens the statement's, without space and comments
 */
export const definesCode = ([verb, ...rest]: ReadonlyArray<SqlToken>): boolean =>
  (wordOf(verb) === "CREATE" || wordOf(verb) === "ALTER") && rest.some((token) => kinds.has(wordOf(token) ?? ""))

const kinds: ReadonlySet<string> = new Set(["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "VIEW", "RULE"])
