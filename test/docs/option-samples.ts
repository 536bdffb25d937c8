import {
  add,
  alter,
  type Command,
  constraint,
  create,
  fragment,
  index,
  modify,
  references,
  table,
  timestamps,
  updateAll,
} from "sterna"
import type { ColumnOptions, ColumnType, ConstraintOptions, IndexOptions, ReferenceOptions, TableOptions } from "sterna"

/** A command with an option, and the same one without it: where they become the same, the option is passed over. */
export type Sample = readonly [command: Command, without: Command]

type Samples = { readonly [option: string]: Sample }

const tableOption = (options: TableOptions): Sample => [create(table("t", options)), create(table("t"))]

const columnOption = (type: ColumnType, options: ColumnOptions, without: ColumnOptions = {}): Sample => [
  alter(table("t"), [add("c", type, options)]),
  alter(table("t"), [add("c", type, without)]),
]

const inNewTable = (options: ColumnOptions): Sample => [
  create(table("t", { primaryKey: false }), [add("c", "integer", options)]),
  create(table("t", { primaryKey: false }), [add("c", "integer")]),
]

const referenceOption = (options: ReferenceOptions): Sample => [
  create(table("t"), [add("c", references("o", options))]),
  create(table("t"), [add("c", references("o"))]),
]

const indexOption = (options: IndexOptions, without: IndexOptions = {}): Sample => [
  create(index("t", ["c"], options)),
  create(index("t", ["c"], without)),
]

const constraintOption = (options: ConstraintOptions): Sample => [
  create(constraint("t", "k", { check: "c > 0", ...options })),
  create(constraint("t", "k", { check: "c > 0" })),
]

const timestampsOption = (options: Parameters<typeof timestamps>[0]): Sample => [
  create(table("t"), [timestamps(options)]),
  create(table("t"), [timestamps()]),
]

const check = "c > 0"

/** A sample of each option, by the word that takes it. */
export const optionSamples: { readonly [word: string]: Samples } = {
  table: {
    primaryKey: tableOption({ primaryKey: { name: "code", type: "uuid" } }),
    prefix: tableOption({ prefix: "p" }),
    engine: tableOption({ engine: "memory" }),
    options: tableOption({ options: "STRICT" }),
    modifiers: tableOption({ modifiers: "TEMPORARY" }),
    comment: tableOption({ comment: "why" }),
  },
  add: {
    primaryKey: inNewTable({ primaryKey: true }),
    default: columnOption("integer", { default: 1 }),
    null: columnOption("integer", { null: false }),
    size: columnOption("string", { size: 40 }),
    precision: columnOption("decimal", { precision: 10 }),
    scale: columnOption("decimal", { precision: 10, scale: 2 }, { precision: 10 }),
    after: columnOption("integer", { after: "b" }),
    comment: columnOption("integer", { comment: "why" }),
    collation: columnOption("string", { collation: "binary" }),
    generated: columnOption("integer", { generated: "ALWAYS AS (1) STORED" }),
    startValue: columnOption("identity", { startValue: 100 }),
    increment: columnOption("identity", { increment: 10 }),
    fields: columnOption("duration", { fields: "day to minute" }),
    check: columnOption("integer", { check: { name: "k", expr: check } }),
  },
  modify: {
    // Only a foreign key that goes is SQL on the way forward.
    from: [
      alter(table("t"), [modify("c", "integer", { from: references("o") })]),
      alter(table("t"), [modify("c", "integer")]),
    ],
  },
  timestamps: {
    type: timestampsOption({ type: "integer" }),
    insertedAt: timestampsOption({ insertedAt: "created_at" }),
    updatedAt: timestampsOption({ updatedAt: false }),
  },
  references: {
    name: referenceOption({ name: "k" }),
    column: referenceOption({ column: "code" }),
    prefix: referenceOption({ prefix: "p" }),
    type: referenceOption({ type: "uuid" }),
    onDelete: referenceOption({ onDelete: "cascade" }),
    onUpdate: referenceOption({ onUpdate: "cascade" }),
    validate: referenceOption({ validate: false }),
    with: referenceOption({ with: { a: "b" } }),
    match: referenceOption({ match: "full" }),
    options: referenceOption({ options: "DEFERRABLE" }),
  },
  index: {
    name: indexOption({ name: "i" }),
    unique: indexOption({ unique: true }),
    concurrently: indexOption({ concurrently: true }),
    using: indexOption({ using: "hash" }),
    prefix: indexOption({ prefix: "p" }),
    where: indexOption({ where: check }),
    include: indexOption({ include: ["d"] }),
    nullsDistinct: indexOption({ unique: true, nullsDistinct: false }, { unique: true }),
    only: indexOption({ only: true }),
    options: indexOption({ options: "fillfactor = 50" }),
    comment: indexOption({ comment: "why" }),
  },
  constraint: {
    check: [create(constraint("t", "k", { check })), create(constraint("t", "k", { check: fragment("c > 1") }))],
    exclude: [
      create(constraint("t", "k", { exclude: "gist (c WITH &&)" })),
      create(constraint("t", "k", { check })),
    ],
    prefix: constraintOption({ prefix: "p" }),
    validate: constraintOption({ validate: false }),
    comment: constraintOption({ comment: "why" }),
  },
  updateAll: {
    set: [updateAll("t", { set: { c: 1 } }), updateAll("t", { set: { c: 2 } })],
    where: [updateAll("t", { set: { c: 1 }, where: check }), updateAll("t", { set: { c: 1 } })],
    prefix: [updateAll("t", { set: { c: 1 }, prefix: "p" }), updateAll("t", { set: { c: 1 } })],
  },
}

/** A column of a type. */
export const typeSample = (type: string): Command => alter(table("t"), [add("c", type)])

/** A column of a type, with an option and without, for each option that changes some type. */
export const typeSamples = (type: string): Samples => ({
  size: columnOption(type, { size: 7 }),
  precision: columnOption(type, { precision: 5 }),
  scale: columnOption(type, { precision: 5, scale: 2 }, { precision: 5 }),
  startValue: columnOption(type, { startValue: 7 }),
  increment: columnOption(type, { increment: 7 }),
  fields: columnOption(type, { fields: "day" }),
})
