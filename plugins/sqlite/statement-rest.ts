const nothing = /^[ \t\n\f\r;\uFEFF]*$/
const comments = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g

/** A parameter as SQLite's tokenizer takes it: `?`, `?7`, `:name`, `@name`, `$name`, `$name::part(suffix)`. */
const parameter = /\?\d*|[:@#][\w$\u0080-\uFFFF]+|\$(?:[\w$\u0080-\uFFFF]|::)+(?:\([^\s)]*\))?/y

/**
 * What a text holds behind its first statement, which is all of it that SQLite prepares: neither it nor its driver says
 * that there was more. `""` where only spaces, semicolons and comments follow, `undefined` where it cannot be told.
 *
 * `expanded` is that first statement as `sqlite3_expanded_sql` gives it while nothing is bound: the text as it stands, with
 * `NULL` in the place of each parameter.
 */
export function statementRest(sql: string, expanded: () => string): string | undefined {
  const semicolon = sql.indexOf(";")
  // Mostly there is none but at the end. A NUL ends a text for SQLite, whatever follows.
  if (!sql.includes("\0") && (semicolon === -1 || nothing.test(sql.slice(semicolon + 1)))) return ""
  const first = expanded()
  let at = 0
  for (let index = 0; index < first.length;) {
    if (sql[at] === first[index]) {
      at += 1
      index += 1
      continue
    }
    parameter.lastIndex = at
    const found = parameter.exec(sql)
    if (found === null || !first.startsWith("NULL", index)) return undefined
    at += found[0].length
    index += "NULL".length
  }
  const rest = sql.slice(at)
  return nothing.test(rest.replace(comments, "")) ? "" : rest
}
