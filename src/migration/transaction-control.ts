import type { SqlLexicon } from "./sql-lexicon.ts"
import { SqlScanner } from "./sql-scanner.ts"
import { isContent, type SqlToken, wordOf } from "./sql-token.ts"

/**
 * What in a statement would begin or end the transaction around it, in upper case (`COMMIT PREPARED`, `SET autocommit`),
 * or `undefined`. Only the first words of the statement count: what stands in a trigger's body, a routine's or a `DO`
 * block is not run now, or cannot commit. `SAVEPOINT`, `RELEASE` and `ROLLBACK … TO` keep the transaction.
 *
 * @param statement one statement, as `splitStatements` gives it
 */
export function transactionControl(statement: string, lexicon: SqlLexicon): string | undefined {
  if (last?.statement !== statement || last.lexicon !== lexicon) {
    last = { statement, lexicon, control: controlIn(statement, lexicon) }
  }
  return last.control
}

/** Several ask of a statement, one after the other. */
let last: { readonly statement: string; readonly lexicon: SqlLexicon; readonly control: string | undefined } | undefined

function controlIn(statement: string, lexicon: SqlLexicon): string | undefined {
  const scanner = new SqlScanner(statement, lexicon)
  const first = leadingWords(scanner)
  if (first[0] === "SET") return assignedVariable(statement, lexicon)
  const [verb, ...rest] = first
  if (verb === "ROLLBACK" && rest[rest[0] === "WORK" || rest[0] === "TRANSACTION" ? 1 : 0] === "TO") return undefined
  // MariaDB's block of statements outside of a routine.
  if (verb === "BEGIN" && rest[0] === "NOT") return undefined
  const phrases = lexicon.transactionControl.filter((phrase) => `${first.join(" ")} `.startsWith(`${phrase} `))
  return phrases.toSorted((left, right) => right.length - left.length)[0]
}

/** The first words of a statement, in upper case: as many as any phrase needs. */
function leadingWords(scanner: SqlScanner): ReadonlyArray<string> {
  const words: Array<string> = []
  for (let token = scanner.next(); token !== undefined && words.length < 3; token = scanner.next()) {
    if (!isContent(token)) continue
    const word = wordOf(token)
    if (word === undefined) break
    words.push(word)
  }
  return words
}

/** `SET autocommit = 0`, `SET a = 1, @@session.autocommit = 0`; not `SET GLOBAL autocommit`, which is for later sessions. */
function assignedVariable(statement: string, lexicon: SqlLexicon): string | undefined {
  if (lexicon.transactionVariables.length === 0) return undefined
  const scanner = new SqlScanner(statement, lexicon)
  let depth = 0
  let target: Array<SqlToken> | undefined = []
  for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
    if (!isContent(token)) continue
    if (token.text === "(") depth++
    else if (token.text === ")") depth--
    else if (token.text === "," && depth === 0) target = []
    else if (token.text === "=" || token.text === ":") {
      const name = target === undefined ? undefined : sessionVariable(target)
      if (name !== undefined && lexicon.transactionVariables.includes(name)) return `SET ${name}`
      target = undefined
    } else target?.push(token)
  }
  return undefined
}

/** The variable of this session that the tokens before `=` name, in lower case. */
function sessionVariable(target: ReadonlyArray<SqlToken>): string | undefined {
  const words = target.map((token) => token.text.toLowerCase())
  if (words[0] === "set") words.shift()
  const system = words[0] === "@" && words[1] === "@"
  if (words[0] === "@" && !system) return undefined
  const name = words.at(-1)
  const scopes = words.slice(system ? 2 : 0, -1).filter((word) => word !== ".")
  if (scopes.some((scope) => scope !== "session" && scope !== "local")) return undefined
  return name?.replace(/^`(.*)`$/, "$1")
}
