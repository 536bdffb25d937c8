import type { Row } from "../migration/context.ts"

/** The rows that a statement answered, as text for the ledger. `decodeAnswer` gives them back as they were. */
export const encodeAnswer = (rows: ReadonlyArray<Row>): string => JSON.stringify(rows.map(encode))

/** The rows of a text that `encodeAnswer` wrote; none for `undefined`. */
export const decodeAnswer = (text: string | undefined): ReadonlyArray<Row> => {
  const rows: unknown = text === undefined ? [] : decode(JSON.parse(text))
  return Array.isArray(rows) ? rows.filter(isRow) : []
}

/** What JSON has no word for stands in an array, behind the name of its kind; and so do arrays. */
const encode = (value: unknown): unknown => {
  switch (typeof value) {
    case "bigint":
      return ["bigint", String(value)]
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ["number", Object.is(value, -0) ? "-0" : String(value)]
    case "object":
      if (value === null) return null
      if (value instanceof Date) return ["date", Number.isNaN(value.getTime()) ? "NaN" : value.getTime()]
      if (value instanceof Uint8Array) return ["bytes", Buffer.from(value).toString("base64")]
      if (Array.isArray(value)) return ["array", value.map(encode)]
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]))
    default:
      return value
  }
}

const decode = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decode(each)]))
  const parts: ReadonlyArray<unknown> = value
  const [kind, content] = parts
  switch (kind) {
    case "bigint":
      return BigInt(String(content))
    case "number":
      return Number(content)
    case "date":
      return new Date(Number(content))
    case "bytes":
      return new Uint8Array(Buffer.from(String(content), "base64"))
    case "array":
      return Array.isArray(content) ? content.map(decode) : []
    default:
      return parts.map(decode)
  }
}

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null
