import {
  add,
  alter,
  constraint,
  create,
  drop,
  index,
  modify,
  references,
  table,
  timestamps,
  uniqueIndex,
  updateAll,
} from "sterna"
import type { Refused } from "./refused.ts"

const posts = table("posts")

/** Options that are misspelt, of a wrong type, or another word's. */
export const options: Refused = {
  "a misspelt option of a column": [
    // @ts-expect-error Object literal may only specify known properties, but 'nul' does not exist in type 'ColumnOptions'. Did you mean to write 'null'?
    create(posts, [add("title", "string", { nul: false })]),
    "change[0]: create › add(\"title\") has an unknown option \"nul\". Did you mean \"null\"?",
  ],
  "a misspelt option of a table": [
    // @ts-expect-error Object literal may only specify known properties, but 'primarykey' does not exist in type 'TableOptions'. Did you mean to write 'primaryKey'?
    create(table("posts", { primarykey: false })),
    "change[0]: create › table(\"posts\") has an unknown option \"primarykey\". Did you mean \"primaryKey\"?",
  ],
  "a misspelt option of an index": [
    // @ts-expect-error Object literal may only specify known properties, but 'uniqe' does not exist in type 'IndexOptions'. Did you mean to write 'unique'?
    create(index("posts", ["title"], { uniqe: true })),
    "change[0]: create › index(\"posts\") has an unknown option \"uniqe\". Did you mean \"unique\"?",
  ],
  "a misspelt option of a constraint": [
    // @ts-expect-error Object literal may only specify known properties, but 'chek' does not exist in type 'ConstraintOptions'. Did you mean to write 'check'?
    create(constraint("posts", "titled", { chek: "title <> ''" })),
    "change[0]: create › constraint(\"titled\") has an unknown option \"chek\". Did you mean \"check\"?",
  ],
  "a misspelt option of a reference": [
    // @ts-expect-error Object literal may only specify known properties, but 'ondelete' does not exist in type 'ReferenceOptions'. Did you mean to write 'onDelete'?
    create(posts, [add("person_id", references("people", { ondelete: "cascade" }))]),
    "change[0]: create › add(\"person_id\") › references(\"people\") has an unknown option \"ondelete\". Did you mean \"onDelete\"?",
  ],
  "a misspelt option of timestamps": [
    // @ts-expect-error Object literal may only specify known properties, but 'inserted_at' does not exist in type 'TimestampsOptions'. Did you mean to write 'insertedAt'?
    create(posts, [timestamps({ inserted_at: "made_at" })]),
    "change[0]: create › timestamps has an unknown option \"inserted_at\". Did you mean \"insertedAt\"?",
  ],
  "a misspelt option of updateAll": [
    // @ts-expect-error Object literal may only specify known properties, but 'were' does not exist in type 'UpdateAllOptions'. Did you mean to write 'where'?
    updateAll("posts", { set: { a: 1 }, were: "true" }),
    "change[0]: updateAll(\"posts\") has an unknown option \"were\". Did you mean \"where\"?",
  ],
  "a misspelt mode": [
    // @ts-expect-error Type '"cascading"' is not assignable to type 'DropMode | undefined'.
    drop(posts, { mode: "cascading" }),
    "change[0]: drop: \"mode\" is \"cascading\". Expected \"cascade\" or \"restrict\".",
  ],
  "a misspelt onDelete": [
    // @ts-expect-error Type '"cascad"' is not assignable to type 'OnDelete | undefined'. Did you mean '"cascade"'?
    create(posts, [add("person_id", references("people", { onDelete: "cascad" }))]),
    "change[0]: create › add(\"person_id\") › references(\"people\"): \"onDelete\" is \"cascad\". Expected \"no action\" or \"cascade\" or \"set null\" or \"restrict\" or \"set default\".",
  ],
  "a misspelt key of onDelete": [
    // @ts-expect-error Object literal may only specify known properties, and 'setNul' does not exist in type '{ readonly setNull: readonly string[]; } | { readonly setDefault: readonly string[]; }'.
    create(posts, [add("person_id", references("people", { onDelete: { setNul: ["person_id"] } }))]),
    "change[0]: create › add(\"person_id\") › references(\"people\") has an unknown option \"setNul\". It may have: name, column, prefix, type, onDelete, onUpdate, validate, with, match, options.",
  ],
  "what only onDelete can do, as onUpdate": [
    // @ts-expect-error Type '"set default"' is not assignable to type 'OnUpdate | undefined'.
    create(posts, [add("person_id", references("people", { onUpdate: "set default" }))]),
    "change[0]: create › add(\"person_id\") › references(\"people\"): \"onUpdate\" is \"set default\". Expected \"no action\" or \"cascade\" or \"set null\" or \"restrict\".",
  ],
  "a string for a boolean": [
    // @ts-expect-error Type 'string' is not assignable to type 'boolean | null | undefined'.
    create(posts, [add("title", "string", { null: "no" })]),
    "change[0]: create › add(\"title\"): \"null\" is \"no\". Expected boolean or null.",
  ],
  "a string for a number": [
    // @ts-expect-error Type 'string' is not assignable to type 'number'.
    create(posts, [add("title", "string", { size: "40" })]),
    "change[0]: create › add(\"title\"): \"size\" is \"40\". Expected number.",
  ],
  "a number for a name": [
    // @ts-expect-error Type 'number' is not assignable to type 'IndexColumn'.
    create(index("posts", [1])),
    "change[0]: create › index(\"posts\"): \"0\" is 1. Expected string or fragment(…) or object.",
  ],
  "a direction that there is none of": [
    // @ts-expect-error Object literal may only specify known properties, and 'descending' does not exist in type 'Fragment | { readonly asc: IndexTerm; } | { readonly ascNullsFirst: IndexTerm; } | { readonly ascNullsLast: IndexTerm; } | { readonly desc: IndexTerm; } | { ...; } | { ...; }'.
    create(index("posts", [{ descending: "title" }])),
    "change[0]: create › index(\"posts\"): \"0\" is an object. Expected string or fragment(…).",
  ],
  "a type that is a number": [
    // @ts-expect-error Argument of type '40' is not assignable to parameter of type 'ColumnType'.
    create(posts, [add("title", 40)]),
    "change[0]: create › add(\"title\"): \"type\" is 40. Expected string or array(…) or references(…).",
  ],
  "modify's from on add": [
    // @ts-expect-error Object literal may only specify known properties, and 'from' does not exist in type 'ColumnOptions'.
    alter(posts, [add("title", "text", { from: "string" })]),
    "change[0]: alter › add(\"title\") has an unknown option \"from\". It may have: primaryKey, default, null, size, precision, scale, after, comment, collation, generated, startValue, increment, fields, check.",
  ],
  "a column's option on a reference": [
    // @ts-expect-error Object literal may only specify known properties, and 'null' does not exist in type 'ReferenceOptions'.
    create(posts, [add("person_id", references("people", { null: false }))]),
    "change[0]: create › add(\"person_id\") › references(\"people\") has an unknown option \"null\". It may have: name, column, prefix, type, onDelete, onUpdate, validate, with, match, options.",
  ],
  "a reference's option on a column": [
    // @ts-expect-error Object literal may only specify known properties, and 'onDelete' does not exist in type 'ColumnOptions'.
    create(posts, [add("person_id", "integer", { onDelete: "cascade" })]),
    "change[0]: create › add(\"person_id\") has an unknown option \"onDelete\". It may have: primaryKey, default, null, size, precision, scale, after, comment, collation, generated, startValue, increment, fields, check.",
  ],
  "an index's option on a table": [
    // @ts-expect-error Object literal may only specify known properties, and 'unique' does not exist in type 'TableOptions'.
    create(table("posts", { unique: true })),
    "change[0]: create › table(\"posts\") has an unknown option \"unique\". It may have: primaryKey, engine, prefix, options, modifiers, comment.",
  ],
  "from as an object": [
    // @ts-expect-error Object literal may only specify known properties, and 'type' does not exist in type 'ArrayType | Reference | readonly [type: ColumnType, options: ColumnOptions]'.
    alter(posts, [modify("title", "text", { from: { type: "string" } })]),
    "change[0]: alter › modify(\"title\"): \"from\" is an object. Expected string or array(…) or references(…).",
  ],
  "from with a type alone in a list": [
    // @ts-expect-error Type '["string"]' is not assignable to type 'From | undefined'.
    alter(posts, [modify("title", "text", { from: ["string"] })]),
    "change[0]: alter › modify(\"title\"): \"1\" is undefined. Missing key.",
  ],
  "from with a misspelt option": [
    // @ts-expect-error Object literal may only specify known properties, but 'nul' does not exist in type 'ColumnOptions'. Did you mean to write 'null'?
    alter(posts, [modify("title", "text", { from: ["string", { nul: false }] })]),
    "change[0]: alter › modify(\"title\") has an unknown option \"nul\". Did you mean \"null\"?",
  ],
  "unique of uniqueIndex": [
    // @ts-expect-error Object literal may only specify known properties, and 'uniqe' does not exist in type 'Omit<IndexOptions, "unique">'.
    create(uniqueIndex("posts", ["title"], { uniqe: false })),
    "change[0]: create › index(\"posts\") has an unknown option \"uniqe\". Did you mean \"unique\"?",
  ],
}
