import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { CommandSchemas } from "../../src/migration/command-schema.ts"
import { type Command, command, type CommandTag } from "../../src/migration/command.ts"
import { propertyOf } from "../../src/migration/property.ts"
import { anyOf, upTo } from "./choice.ts"

/** A command as plain data, which a failure can show. */
export interface Written {
  readonly _tag: CommandTag
}

/** The command that data says, right or wrong. */
export const commandOf = ({ _tag, ...fields }: Written): Command =>
  // What its fields hold is what is tested.
  command(_tag, fields as never) as Command

/** `execute` may hold functions, which no schema makes up. */
const ExecuteText = Schema.TaggedStruct("Execute", {
  up: Schema.String,
  down: Schema.Union([Schema.String, Schema.Undefined]),
})

const writtenAs = (tag: CommandTag): Arbitrary.Arbitrary<Written> =>
  Arbitrary.map(
    Arbitrary.schema(tag === "Execute" ? ExecuteText : CommandSchemas[tag]),
    // Only a table has columns.
    (written) => "entries" in written && written.object._tag !== "Table" ? { ...written, entries: [] } : written,
  )

/** Any command that decoding lets pass: it is made up from the schemas that decoding asks, odd names and values too. */
export const anyCommand: Arbitrary.Arbitrary<Written> = anyOf([
  writtenAs("Create"),
  writtenAs("CreateIfNotExists"),
  writtenAs("Alter"),
  writtenAs("Alter"),
  writtenAs("Drop"),
  writtenAs("DropIfExists"),
  writtenAs("RenameTable"),
  writtenAs("RenameColumn"),
  writtenAs("RenameIndex"),
  writtenAs("Execute"),
  writtenAs("ExecuteFile"),
  writtenAs("UpdateAll"),
  writtenAs("Flush"),
])

/** The same with names that can be quoted, types that databases know and few options at a time: most of them compile. */
export const plainCommand: Arbitrary.Arbitrary<Written> = Arbitrary.map(
  Arbitrary.all([anyCommand, Arbitrary.array(upTo(4), { minLength: 1, maxLength: 24 })]),
  ([written, choices]) => plain(written, choices),
)

const types = ["string", "integer", "bigserial", "decimal", "utc_datetime", "map", "binary_id", "boolean", "citext"]

/** Whether a change of a table can be reversed. */
const hasWayBack = (change: unknown): boolean => {
  switch (propertyOf(change, "_tag")) {
    case "AddIfNotExists":
    case "RemoveIfExists":
      return false
    case "Remove":
      return propertyOf(change, "type") !== undefined
    case "Modify":
      return propertyOf(propertyOf(change, "options"), "from") !== undefined
    default:
      return true
  }
}

/** An option stays where the next choice is the highest one. */
const plain = (written: Written, choices: ReadonlyArray<number>): Written => {
  let used = 0
  const keeps = () => choices[used++ % choices.length] === 4
  const nameOf = (text: string): string => text.replaceAll(/["`\0()\ud800-\udfff]/g, "_") || "_"
  const typeOf = (text: string): string => types[text.length % types.length] ?? "string"
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string") {
      return key === "type" || key === "of" || key === "from"
        ? typeOf(value)
        : nameOf(value)
    }
    if (Array.isArray(value)) {
      const kept = key === "changes" ? value.filter((change) => hasWayBack(change) || keeps()) : value
      return kept.map((element) => walk(element, key))
    }
    if (typeof value !== "object" || value === null) return value
    const members = Object.entries(value)
    const optional = key === "options" || key === "primaryKey"
    return Object.fromEntries(
      (optional ? members.filter(([member]) => member === "set" || member === "from" || keeps()) : members).map((
        [member, held],
      ) => [
        key === "set" || key === "with" ? nameOf(member) : member,
        member === "_tag" ? held : walk(held, member),
      ]),
    )
  }
  // Walking changes names and leaves out what is optional.
  return walk(written, "") as Written
}
