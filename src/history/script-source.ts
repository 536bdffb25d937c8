import { type ScriptToken, scriptTokens } from "./script-token.ts"
import { beginning, continuing, endedByLine, leadingOrName } from "./script-word.ts"

/**
 * What a JavaScript or TypeScript file says, without how it is laid out: equal for two texts only if they do the same.
 * Comments, space, line breaks, quotes, trailing commas and the semicolons that a formatter adds or leaves out do not
 * show; everything else does. In doubt a difference shows. `undefined` when the text cannot be read with certainty.
 */
export function scriptSource(text: string): ReadonlyArray<string> | undefined {
  const tokens = scriptTokens(text)
  return tokens === undefined ? undefined : written(tokens)
}

function written(tokens: ReadonlyArray<ScriptToken>): ReadonlyArray<string> {
  const parts: Array<string> = []
  const open: Array<string> = []
  let previous: ScriptToken | undefined
  let semicolon = false
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    if (isPunctuator(token, ";")) {
      // In `for (;;)` each one counts.
      if (open.at(-1) === "(") {
        parts.push("p;")
        previous = token
      } else semicolon = true
      continue
    }
    const boundary = semicolon ? semicolonCounts(previous, token) && "p;" : lineBreak(previous, token)
    if (boundary !== false) parts.push(boundary)
    semicolon = false
    if (isTrailingComma(previous, token, next) || isLeadingBar(previous, token)) continue
    parts.push(...spelled(previous, token, next))
    if (opens(token)) open.push(token.text.at(-1) ?? "")
    if (closes(token)) open.pop()
    previous = token
  }
  if (semicolon && semicolonCounts(previous, undefined)) parts.push("p;")
  return parts
}

const isPunctuator = (token: ScriptToken | undefined, text: string): boolean =>
  token?.kind === "punctuator" && token.text === text

const opens = ({ kind, text }: ScriptToken): boolean =>
  kind === "punctuator" ? "([{".includes(text) : kind === "template" && text.endsWith("${")

const closes = ({ kind, text }: ScriptToken): boolean =>
  kind === "punctuator" ? ")]}".includes(text) : kind === "template" && text.startsWith("}")

/** A token in the one spelling of all that mean the same. */
function spelled(
  previous: ScriptToken | undefined,
  token: ScriptToken,
  next: ScriptToken | undefined,
): ReadonlyArray<string> {
  const { kind, text } = token
  // `x => …` is `(x) => …`.
  if (kind === "word" && isPunctuator(next, "=>")) return ["p(", `w${text}`, "p)"]
  // The ends of `A<B<C>>`, which trailing commas and line breaks part.
  if (kind === "punctuator" && /^>>>?$/.test(text)) return text.split("").map((bracket) => `p${bracket}`)
  if (kind !== "string") return [`${kind.charAt(0)}${text}`]
  const content = text.slice(1, -1).replace(
    /\\([^])/g,
    (escape, character: string) => character === "'" || character === "\"" ? character : escape,
  )
  // `{ "a": 1 }` is `{ a: 1 }`.
  const isKey = (isPunctuator(previous, "{") || isPunctuator(previous, ",")) && isPunctuator(next, ":")
  return [isKey && /^[A-Za-z_$][\w$]*$/.test(content) ? `w${content}` : `s${content}`]
}

/** A comma before a closing bracket; not the one of a hole, as in `[,]`. */
const isTrailingComma = (
  previous: ScriptToken | undefined,
  token: ScriptToken,
  next: ScriptToken | undefined,
): boolean =>
  isPunctuator(token, ",") && !isPunctuator(previous, ",") && !isPunctuator(previous, "[") && next !== undefined
  && (closes(next) || isPunctuator(next, ">"))

/** The first `|` or `&` of a type that is written over lines. It never begins an operand. */
const isLeadingBar = (previous: ScriptToken | undefined, token: ScriptToken): boolean =>
  (isPunctuator(token, "|") || isPunctuator(token, "&")) && previous !== undefined
  && (previous.kind === "punctuator"
    ? /^(?:[=:(,<[{?|&]|=>)$/.test(previous.text)
    : (previous.kind === "word" && /^(?:as|extends|keyof|satisfies)$/.test(previous.text))
      || previous.text.endsWith("${"))

/**
 * Whether a semicolon between two tokens must show. It need not where the tokens could not stand side by side in one
 * statement: then it does not matter whether a semicolon or a line break parts them.
 */
function semicolonCounts(previous: ScriptToken | undefined, next: ScriptToken | undefined): boolean {
  if (previous === undefined || isPunctuator(previous, "{")) return false
  // A statement is due: the semicolon is it.
  if (previous.header === true || (previous.kind === "word" && /^(?:else|do)$/.test(previous.text))) return true
  if (next === undefined || isPunctuator(next, "}")) return false
  if (next.kind === "word" && beginning.has(next.text)) return false
  return !(previous.operand && beginsOperand(next))
}

const beginsOperand = ({ kind, text }: ScriptToken): boolean =>
  kind === "word" ? !continuing.has(text) : kind === "number" || kind === "string" || text === "@"

/** What the line break before a token is: a semicolon, something that has to show, or nothing (`false`). */
function lineBreak(previous: ScriptToken | undefined, token: ScriptToken): "p;" | "newline" | false {
  if (previous === undefined || !token.newline) return false
  // None of these goes on with an operand on the line before.
  if (token.kind === "punctuator" && /^(?:\+\+|--|!|~)$/.test(token.text)) return previous.operand && "p;"
  const mark = semicolonCounts(previous, token) && "p;"
  if (previous.kind === "punctuator" && /^>+$/.test(previous.text)) return endsType(token) && mark
  if (previous.kind !== "word" || previous.property === true || !/^[\w#"'`/.([{+\-@<]/.test(token.text)) return false
  return endedByLine.has(previous.text) ? mark : leadingOrName.has(previous.text) && "newline"
}

/** Whether a token behind `>` and a line break is taken for the next member of a type, and not for an operand. */
const endsType = ({ kind, text }: ScriptToken): boolean =>
  kind === "word" ? !continuing.has(text) : kind === "string" || text === "[" || text === "(" || text === "<"
