import * as Result from "effect/Result"
import type { Refusal } from "../../migration/refusal.ts"
import type { UpdateRows } from "../../migration/resolved-command.ts"
import type { Grammar } from "./grammar.ts"
import { literalText } from "./literal.ts"
import { quoteName, quoteQualifiedName } from "./name.ts"
import { synopsis } from "./synopsis.ts"

/** The statement that gives columns new values. */
export const updateRowsStatement = (
  grammar: Grammar,
  { set, table, where }: UpdateRows,
): Result.Result<string, Refusal> =>
  Result.gen(function*() {
    const name = yield* quoteQualifiedName(grammar.nameQuote, table)
    const assignments: Array<string> = []
    for (const [column, value] of set) {
      const subject = `The new value of column ${column} of table ${table.name}`
      const literal = yield* literalText(grammar.literals, value, undefined, subject)
      assignments.push(`${yield* quoteName(grammar.nameQuote, column)} = ${literal}`)
    }
    return synopsis`UPDATE ${name} SET ${assignments.join(", ")} ${where !== undefined && `WHERE ${where}`}`
  })
