import type { Direction } from "./direction.ts"
import type { SqlTokenRules } from "./sql-lexicon.ts"
import { SqlScanner } from "./sql-scanner.ts"
import type { SqlToken } from "./sql-token.ts"

/** A line `-- migrate:up transaction:false` of a SQL file. */
export interface SqlMarker {
  readonly kind: "marker"
  /** `undefined`: it is written like a marker, and is none. */
  readonly direction: Direction | undefined
  /** The marker without what follows it. */
  readonly written: string
  /** What follows it on its line. */
  readonly options: string
  readonly start: number
}

/** dbmate's rule, and space before the marker: its letters are small, and nothing stands between them. */
const marker = /(--[ \t]*migrate:(up|down))(?:[ \t]+([^\r\n]*))?(?=\r|\n|$)/y
/** What was meant to be one: other case, another word, or space around the colon before `up` or `down`. */
const misspelt = /(--[ \t]*migrate(?::\S+|[ \t]*:[ \t]*(?:up|down)\b\S*))[ \t]*([^\r\n]*)/iy

/**
 * The tokens and markers of a SQL file. A marker is a comment on a line of its own, so that one in a string, a block
 * comment or behind a statement is none. After a marker the text is read afresh: no `DELIMITER` reaches across.
 */
export function* tokensAndMarkers(text: string, rules: SqlTokenRules): Generator<SqlToken | SqlMarker> {
  let scanner = new SqlScanner(text, rules)
  for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
    const [end, found] = markerAt(text, token) ?? []
    if (found === undefined) yield token
    else {
      yield found
      scanner = new SqlScanner(text, rules, end)
    }
  }
}

/** On MySQL `--migrate:up` is no comment but two operators; dbmate takes it for a marker all the same. */
function markerAt(text: string, token: SqlToken): readonly [end: number, SqlMarker] | undefined {
  const candidate = token.text.startsWith("-") && (token.kind === "comment" || token.kind === "operator")
  if (!candidate || !beginsItsLine(text, token.start)) return undefined
  const start = token.start
  const exact = matchAt(marker, text, start)
  if (exact !== null) {
    const [whole, written = "", direction, options = ""] = exact
    const known = direction === "up" || direction === "down" ? direction : undefined
    return [start + whole.length, { kind: "marker", direction: known, written, options: options.trim(), start }]
  }
  const [whole, written = "", options = ""] = matchAt(misspelt, text, start) ?? []
  if (whole === undefined) return undefined
  return [start + whole.length, { kind: "marker", direction: undefined, written, options: options.trim(), start }]
}

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset
  return pattern.exec(text)
}

function beginsItsLine(text: string, offset: number): boolean {
  let before = offset - 1
  while (before >= 0 && " \t\uFEFF".includes(text.charAt(before))) before--
  return before < 0 || text[before] === "\n" || text[before] === "\r"
}
