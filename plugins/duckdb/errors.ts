import { DatabaseError, type DatabaseErrorKind } from "sterna/dialect"

/** What a failure is, by the words of the engine: it has no codes. Its message begins with the kind of the exception. */
export const kindOf = (message: string): DatabaseErrorKind => {
  if (/^Catalog Error: Table with name .* does not exist/.test(message)) return "missing table"
  if (/^Constraint Error: .*(?:duplicate key|violates (?:primary key|unique))/is.test(message)) return "duplicate"
  if (/^TransactionContext Error: .*conflict|write-write conflict/is.test(message)) return "busy"
  if (/^(?:Invalid Input|Permission) Error: .*read-only/is.test(message)) return "forbidden"
  if (/No space left|disk full/i.test(message)) return "full"
  return "statement"
}

/**
 * Where in a statement the engine's caret points: below the line that it shows, behind `LINE 1: `. A line that it has cut
 * shows nothing.
 */
export const positionOf = (message: string, sql: string): number | undefined => {
  const [, label = "", number, shown, indent] = /^(LINE (\d+): )(.*)\n( *)\^/m.exec(message) ?? []
  if (number === undefined || shown === undefined || indent === undefined) return undefined
  const lines = sql.split("\n")
  const before = lines.slice(0, Number(number) - 1)
  if (lines[before.length] !== shown) return undefined
  return before.reduce((length, line) => length + line.length + 1, 0) + indent.length - label.length
}

/** The error of a statement that the engine refused. */
export const statementError = (message: string, sql: string): DatabaseError => {
  const kind = kindOf(message)
  const position = positionOf(message, sql)
  const dependency = /^(?:Dependency Error|Catalog Error: Cannot (?:alter|drop))/.test(message)
  return new DatabaseError({
    kind,
    problem: message.replace(/\n+LINE \d+: [^]*$/, ""),
    sql,
    ...position === undefined ? {} : { position },
    ...kind === "busy" ? { hint: "Run it again." } : {},
    ...dependency
      ? { hint: "DuckDB alters no table on which an index stands, or that a foreign key names: drop the index first." }
      : {},
  })
}
