/**
 * Where in `sql` the server saw a problem, counted in UTF-16 units from 0. It gives no offset, but names what stands there:
 * the rest of the text, 80 characters at most, and its line ("near 'FRM t' at line 1"), or a name.
 */
export function positionOf(number: number, message: string, sql: string): number | undefined {
  const [, rest, line] = /\bnear '([^]*)' at line (\d+)$/.exec(message) ?? []
  if (rest !== undefined && line !== undefined) return nearText(rest, Number(line), sql)
  const name = nameIn(number, message)
  return name === undefined ? undefined : onlyPlace(name, sql)
}

/** Of several places, the one that begins in that line. Nothing is left of a text that ends too early. */
function nearText(rest: string, line: number, sql: string): number | undefined {
  if (rest === "") return sql.trimEnd().length
  let found: number | undefined
  for (let at = sql.indexOf(rest); at >= 0; at = sql.indexOf(rest, at + 1)) {
    if (lineOf(sql, at) === line) return at
    found ??= at
  }
  return found
}

const lineOf = (sql: string, position: number): number => sql.slice(0, position).split("\n").length

/** ER_BAD_FIELD_ERROR, ER_NO_SUCH_TABLE, ER_BAD_TABLE_ERROR, ER_KEY_COLUMN_DOES_NOT_EXITS, ER_UNKNOWN_COLLATION. */
const naming: ReadonlySet<number> = new Set([1054, 1146, 1051, 1072, 1273])

const nameIn = (number: number, message: string): string | undefined =>
  naming.has(number) ? /'(?:[^']*\.)?([^'.]+)'/.exec(message)?.[1] : undefined

/** Where a name stands, if it stands there once. */
function onlyPlace(name: string, sql: string): number | undefined {
  const word = /[\p{L}\p{N}_$]/u
  const places: Array<number> = []
  for (let at = sql.indexOf(name); at >= 0; at = sql.indexOf(name, at + 1)) {
    if (!word.test(sql.charAt(at - 1)) && !word.test(sql.charAt(at + name.length))) places.push(at)
  }
  return places.length === 1 ? places[0] : undefined
}
