import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { SqlToken } from "../../migration/sql-token.ts"

/**
 * The name, with or without a prefix, that begins at a token of a statement, and the position behind it.
 *
 * @param tokens those of a statement that have a meaning: no space, no comment
 * @param part a part of a name as the database keeps it; `undefined` for a token that is none
 */
export const nameAt = (
  tokens: ReadonlyArray<SqlToken>,
  position: number,
  part: (token: SqlToken) => string | undefined,
): readonly [name: QualifiedName | undefined, end: number] => {
  const partAt = (at: number) => {
    const token = tokens[at]
    return token === undefined ? undefined : part(token)
  }
  const first = partAt(position)
  if (first === undefined) return [undefined, position]
  if (tokens[position + 1]?.text !== ".") return [{ name: first, prefix: undefined }, position + 1]
  const name = partAt(position + 2)
  return [name === undefined ? undefined : { name, prefix: first }, position + 3]
}
