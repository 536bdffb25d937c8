import { beforeRegex, endedByLine, leading, leadingOrName } from "./script-word.ts"

/** A piece of a template is what stands between its backquotes, `${` and `}`, with these. */
export type ScriptTokenKind = "word" | "number" | "string" | "template" | "regex" | "punctuator"

export interface ScriptToken {
  readonly kind: ScriptTokenKind
  readonly text: string
  /** Whether a line break stands before it. */
  readonly newline: boolean
  /** Whether an operand ends here, so that none can begin behind it: a name, a `)`, the `++` of `a++`. In doubt not. */
  readonly operand: boolean
  /** A word behind a point: `x.default`. It is a name, whatever it is called. */
  readonly property?: true
  /** A `)` that closes what `if`, `for`, `while` or `with` opened: a statement follows, which may be a mere `;`. */
  readonly header?: true
}

/**
 * The tokens of JavaScript or TypeScript (without JSX), without space and comments; `undefined` for a text that this
 * cannot read with certainty: something is not closed, or a `/` behind a `}` may divide or begin a regular expression.
 */
export function scriptTokens(text: string): ReadonlyArray<ScriptToken> | undefined {
  const tokens: Array<ScriptToken> = []
  /** What is open: the bracket, and for a `(` whether it is the head of a statement. */
  const open: Array<{ readonly bracket: string; readonly header: boolean }> = []
  let at = 0
  let newline = false
  const push = (kind: ScriptTokenKind, end: number, marks: Pick<ScriptToken, "property" | "header"> = {}): void => {
    const token = { kind, text: text.slice(at, end), newline, ...marks }
    tokens.push({ ...token, operand: endsOperand(token, tokens.at(-1)) })
    newline = false
    at = end
  }
  /** From a backquote or the `}` of a template to its next `${` or its end. */
  const template = (): boolean => {
    const end = endOfTemplatePiece(text, at)
    if (end === undefined) return false
    if (text.startsWith("{", end - 1)) open.push({ bracket: "${", header: false })
    push("template", end)
    return true
  }
  while (at < text.length) {
    const trivia = endOfTrivia(text, at)
    if (trivia === undefined) return undefined
    if (trivia > at) {
      newline ||= lineBreak.test(text.slice(at, trivia))
      at = trivia
      continue
    }
    const character = text.charAt(at)
    const previous = tokens.at(-1)
    const word = match(wordPattern, text, at)
    const number = word === undefined ? match(numberPattern, text, at) : undefined
    if (word !== undefined) {
      const property = previous?.text === "." || previous?.text === "?."
      push("word", word, property ? { property } : {})
    } else if (number !== undefined) push("number", number)
    else if (character === "'" || character === "\"") {
      const end = endOfString(text, at)
      if (end === undefined) return undefined
      push("string", end)
    } else if (character === "`") {
      if (!template()) return undefined
    } else if (character === "/" && previous?.text === "}" && previous.kind === "punctuator") return undefined
    else if (character === "/" && regexMayFollow(previous)) {
      const end = endOfRegex(text, at)
      if (end === undefined) return undefined
      push("regex", match(regexFlags, text, end) ?? end)
    } else if ("([{".includes(character)) {
      open.push({ bracket: character, header: character === "(" && opensHeader(tokens) })
      push("punctuator", at + 1)
    } else if (")]}".includes(character)) {
      const closed = open.pop()
      if (closed?.bracket === "${" && character === "}") {
        if (!template()) return undefined
      } else if (closed === undefined || pairs[closed.bracket] !== character) return undefined
      else push("punctuator", at + 1, closed.header ? { header: true } : {})
    } else push("punctuator", match(punctuatorPattern, text, at) ?? at + 1)
  }
  return open.length === 0 ? tokens : undefined
}

const pairs: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" }

const lineBreak = /[\n\r\u2028\u2029]/
const space = /\s+/y
const restOfLine = /[^\n\r\u2028\u2029]*/y
const wordPattern =
  /#?(?:[\p{ID_Start}$_]|\\u(?:[\da-fA-F]{4}|\{[\da-fA-F]+\}))(?:[\p{ID_Continue}$\u200c\u200d]|\\u(?:[\da-fA-F]{4}|\{[\da-fA-F]+\}))*/uy
const numberPattern = /0[xXoObB][\da-fA-F_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y
const regexFlags = /[\p{ID_Continue}$]*/uy
const punctuatorPattern =
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|[-+*/%&|^]=|<<|>>|\*\*/y

/** The offset behind what a sticky pattern matches at an offset. */
function match(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** The end of the spaces or of the one comment at an offset, the offset itself when there are none. */
function endOfTrivia(text: string, at: number): number | undefined {
  if (text.startsWith("//", at) || (at === 0 && text.startsWith("#!"))) return match(restOfLine, text, at)
  if (!text.startsWith("/*", at)) return match(space, text, at) ?? at
  const end = text.indexOf("*/", at + 2)
  return end < 0 ? undefined : end + 2
}

function endOfString(text: string, at: number): number | undefined {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === text[at]) return end + 1
    if (text[end] === "\n" || text[end] === "\r") return undefined
    if (text[end] === "\\") end++
  }
  return undefined
}

function endOfTemplatePiece(text: string, at: number): number | undefined {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "`") return end + 1
    if (text[end] === "$" && text[end + 1] === "{") return end + 2
    if (text[end] === "\\") end++
  }
  return undefined
}

/** Up to the slash that closes it, which may stand unescaped in a class `[/]`. */
function endOfRegex(text: string, at: number): number | undefined {
  let inClass = false
  for (let end = at + 1; end < text.length; end++) {
    const character = text.charAt(end)
    if (lineBreak.test(character)) return undefined
    if (character === "/" && !inClass) return end + 1
    if (character === "[") inClass = true
    else if (character === "]") inClass = false
    else if (character === "\\") end++
  }
  return undefined
}

/** Behind `if (`, `for (`, `for await (`, `while (`, `with (`; not in `x.if(`. */
function opensHeader(tokens: ReadonlyArray<ScriptToken>): boolean {
  const last = tokens.at(-1)
  if (last?.kind !== "word" || last.property === true) return false
  if (last.text === "await") return tokens.at(-2)?.text === "for"
  return last.text === "if" || last.text === "for" || last.text === "while" || last.text === "with"
}

function regexMayFollow(previous: ScriptToken | undefined): boolean {
  if (previous?.kind !== "word") return previous?.operand !== true
  return previous.property !== true && beforeRegex.has(previous.text)
}

function endsOperand(token: Omit<ScriptToken, "operand">, previous: ScriptToken | undefined): boolean {
  const { kind, text } = token
  switch (kind) {
    case "word":
      if (text === "const" && previous?.text === "as") return true
      return token.property === true || !(leading.has(text) || endedByLine.has(text) || leadingOrName.has(text))
    case "punctuator":
      if (text === "++" || text === "--" || text === "!") return previous?.operand === true && !token.newline
      return text === ")" ? token.header !== true : text === "]" || text === "}"
    case "template":
      return text.endsWith("`")
    case "number":
    case "string":
    case "regex":
      return true
  }
}
