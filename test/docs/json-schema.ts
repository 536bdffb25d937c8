import * as Schema from "effect/Schema"
import { type PageTable, tablesOf } from "./tables.ts"

const page = "docs/json.md"

const tables: ReadonlyMap<string, PageTable> = new Map(
  tablesOf(page).filter(({ header }) => header[0] === "field").map((table) => [table.heading, table]),
)

const words: { readonly [word: string]: Schema.Codec<unknown, unknown> } = {
  text: Schema.String,
  number: Schema.Finite,
  boolean: Schema.Boolean,
  version: Schema.String.check(Schema.isPattern(/^\d+$/)),
  time: Schema.String.check(Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
}

/** What a type of the page says: `list of text`, `"up" or "down"`, the name of a section. */
const typeOf = (type: string): Schema.Codec<unknown, unknown> => {
  if (type.startsWith("list of ")) return Schema.Array(typeOf(type.slice("list of ".length)))
  if (type.includes("\"")) return Schema.Literals([...type.matchAll(/"([^"]+)"/g)].map(([, literal]) => literal ?? ""))
  const word = words[type]
  return word ?? Schema.Struct(fieldsOf(type))
}

const fieldsOf = (section: string): Record<string, Schema.Codec<unknown, unknown>> => {
  const table = tables.get(section)
  if (table === undefined) throw new Error(`${page} has no section ${section} with a table of fields.`)
  return Object.fromEntries(table.rows.map(([field = "", said = ""]) => {
    const name = field.replaceAll("`", "")
    const type = said.replaceAll("`", "")
    const [, needed] = /^(.*), optional$/.exec(type) ?? []
    return [name, needed === undefined ? typeOf(type) : Schema.optionalKey(typeOf(needed))]
  }))
}

/** Why a line of `--json` is not as the page says; `undefined` where it is. */
export const problemOf = (line: string): string | undefined => {
  const value: { readonly event?: string } = JSON.parse(line)
  const { event = "" } = value
  if (!tables.has(event)) return `${page} has no section ${event}: ${line}`
  const schema = Schema.Struct({
    schema: Schema.Literals([1]),
    event: Schema.Literals([event]),
    prefix: Schema.optionalKey(Schema.String),
    ...fieldsOf(event),
  })
  const result = Schema.decodeUnknownResult(schema)(value, { onExcessProperty: "error", errors: "all" })
  return result._tag === "Success" ? undefined : `${event}: ${result.failure.message}\n${line}`
}
