import type { SqlTokenRules } from "../migration/sql-lexicon.ts"
import { tokensAndMarkers } from "../migration/sql-marker.ts"
import { isContent, type SqlToken } from "../migration/sql-token.ts"

/**
 * What a SQL file says, without how it is laid out: equal for two texts only if they do the same on every database.
 * The text is read as each of three families of databases reads it, one reading behind the other: where they disagree
 * (a backslash in a string, `#`, `--` without a space, `$$`), a difference in any reading shows. So a comment, space or
 * line break does not show, as long as no family takes it for something else. Names keep their case. Hints,
 * `/*! … ` and the markers `-- migrate:up` with their options stay.
 */
export function* sqlSource(text: string): Generator<string> {
  for (const rules of families) {
    yield* written(text, rules)
    yield "reading"
  }
}

/** A semicolon counts once, and not at the end of a block. */
function* written(text: string, rules: SqlTokenRules): Generator<string> {
  const ready: Array<string> = []
  /** Kept back, since it may be a semicolon at the end of a block. */
  let held: string | undefined
  const push = (part: string): void => {
    if (held !== undefined) ready.push(held)
    held = part
  }
  const endBlock = (): void => {
    if (held === semicolon) held = undefined
  }
  let operators: Array<SqlToken> = []
  const endOperators = (): void => {
    const run = operators.map((operator) => operator.text).join("")
    for (const operator of operatorsOf(run)) push(`operator ${operator}`)
    operators = []
  }
  for (const item of tokensAndMarkers(text, rules)) {
    const last = operators.at(-1)
    if (item.kind !== "operator" || (last !== undefined && last.start + 1 !== item.start)) endOperators()
    if (item.kind === "operator") operators.push(item)
    else if (item.kind === "marker") {
      endBlock()
      push(`marker ${item.written} ${item.options}`.replaceAll(/\s+/g, " "))
    } else if (item.kind === "comment") {
      if (item.text.startsWith("/*+")) push(`hint ${item.text}`)
    } else if (item.kind === "delimiter" && item.text === ";") {
      if (held !== undefined && held !== semicolon && !held.startsWith("marker ")) push(semicolon)
    } else if (isContent(item) || item.kind === "executable") {
      push(`${item.kind} ${item.kind === "delimiterCommand" ? item.text.trimEnd() : item.text}`)
    }
    if (ready.length > 0) yield* ready.splice(0)
  }
  endOperators()
  endBlock()
  yield* ready
  if (held !== undefined) yield held
}

const semicolon = "delimiter ;"

/**
 * The operators in characters that stand together: as many as can be, but a `+` or `-` at the end stands alone unless
 * a character before it is none of the standard's (PostgreSQL's manual, 4.1.3): `a=-1` is `a = -1`, `a@-1` is not.
 */
function operatorsOf(characters: string): ReadonlyArray<string> {
  const operators: Array<string> = []
  let rest = characters
  while (rest !== "") {
    const colons = /^(?:::|:=|:)/.exec(rest)?.[0]
    const run = /^[^:]+/.exec(rest)?.[0] ?? ""
    const operator = colons ?? (/[~!@#%^&|`?]/.test(run) ? run : run.replace(/(?<=.)[+-]+$/, ""))
    operators.push(operator)
    rest = rest.slice(operator.length)
  }
  return operators
}

/** Frozen with version 1 of the checksum. What no family differs in stands in `standard`. */
const standard: SqlTokenRules = {
  backslashEscapes: false,
  escapeStrings: false,
  stringPrefixes: ["N", "B", "X"],
  doubleQuotes: "name",
  backticks: false,
  brackets: false,
  dollarQuotes: false,
  nestedComments: false,
  hashComments: false,
  dashCommentNeedsSpace: false,
  carriageReturnEndsComment: false,
  executableComments: false,
  parameters: "",
  delimiterCommand: false,
}

const families: ReadonlyArray<SqlTokenRules> = [
  {
    ...standard,
    escapeStrings: true,
    stringPrefixes: ["N", "B", "X", "U&"],
    dollarQuotes: true,
    nestedComments: true,
    carriageReturnEndsComment: true,
    parameters: "$",
  },
  {
    ...standard,
    backslashEscapes: true,
    doubleQuotes: "string",
    backticks: true,
    hashComments: true,
    dashCommentNeedsSpace: true,
    executableComments: true,
    parameters: "?",
    delimiterCommand: true,
  },
  { ...standard, backticks: true, brackets: true, parameters: "?:@$" },
]
