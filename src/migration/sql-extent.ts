/** How far the parts of SQL reach: each function takes a text and an offset and returns the offset behind the part. */

export const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** A letter, `_`, or anything beyond ASCII: so have PostgreSQL, MySQL and SQLite it. */
export const isNameStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code >= 0x80

export const isNamePart = (code: number): boolean => isNameStart(code) || isDigit(code) || code === 0x24

export function endOfSpace(sql: string, at: number): number {
  let end = at + 1
  while (end < sql.length && isSpace(sql.charCodeAt(end))) end++
  return end
}

export function endOfDigits(sql: string, at: number): number {
  let end = at
  while (isDigit(sql.charCodeAt(end))) end++
  return end
}

/** The end of a line, before its line break. A carriage return alone breaks a line only where that is said. */
export function endOfLine(sql: string, at: number, carriageReturnBreaks: boolean): number {
  let end = at
  while (end < sql.length) {
    const code = sql.charCodeAt(end)
    if (code === lineFeed) break
    if (code === carriageReturn && (carriageReturnBreaks || sql.charCodeAt(end + 1) === lineFeed)) break
    end++
  }
  return end
}

/** From a quote to the same quote; a doubled one stands for itself. `undefined` when it is never closed. */
export function endOfQuoted(sql: string, at: number, backslashEscapes: boolean): number | undefined {
  const quote = sql.charCodeAt(at)
  let end = at + 1
  while (end < sql.length) {
    const code = sql.charCodeAt(end)
    if (code === quote) {
      if (sql.charCodeAt(end + 1) !== quote) return end + 1
      end += 2
    } else end += backslashEscapes && code === backslash ? 2 : 1
  }
  return undefined
}

/** A block comment in which block comments nest. `undefined` when it is never closed. */
export function endOfNestedComment(sql: string, at: number): number | undefined {
  let depth = 1
  let end = at + 2
  while (depth > 0) {
    if (end >= sql.length) return undefined
    if (sql.startsWith("*/", end)) depth--
    else if (sql.startsWith("/*", end)) depth++
    else {
      end++
      continue
    }
    end += 2
  }
  return end
}

/** The tag `$$` or `$name$` at an offset, if there is one. */
export function dollarTag(sql: string, at: number): string | undefined {
  let end = at + 1
  if (isNameStart(sql.charCodeAt(end))) {
    while (isNameStart(sql.charCodeAt(end)) || isDigit(sql.charCodeAt(end))) end++
  }
  return sql[end] === "$" ? sql.slice(at, end + 1) : undefined
}

/** A number with its point, its exponent, and whatever letters stand behind it without a space: `1e-5`, `0xFF`, `1_000`. */
export function endOfNumber(sql: string, at: number): number {
  const radix = sql[at] === "0" && /[xob]/i.test(sql.charAt(at + 1))
  let point = sql[at] === "."
  let end = at + 1
  while (end < sql.length) {
    const code = sql.charCodeAt(end)
    if (code === fullStop) {
      if (point || radix || sql[end + 1] === ".") break
      point = true
    } else if (code === plus || code === minus) {
      // The sign of an exponent, not an operator.
      if (radix || !/e/i.test(sql.charAt(end - 1)) || !isDigit(sql.charCodeAt(end + 1))) break
    } else if (!isDigit(code) && !isNameStart(code)) break
    end++
  }
  return end
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const plus = 0x2b
const minus = 0x2d
const fullStop = 0x2e
const backslash = 0x5c
