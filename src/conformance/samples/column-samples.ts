import {
  add,
  addIfNotExists,
  alter,
  array,
  type ColumnOptions,
  type ColumnType,
  create,
  fragment,
  type KnownType,
  modify,
  remove,
  removeIfExists,
  table,
  timestamps,
} from "../../doors/sterna.ts"
import { change, fresh, posts, type Sample, sample, type Samples, worded } from "../sample.ts"

const types: ReadonlyArray<KnownType> = [
  "smallint",
  "integer",
  "bigint",
  "float",
  "decimal",
  "numeric",
  "boolean",
  "string",
  "text",
  "binary",
  "bitstring",
  "binary_id",
  "uuid",
  "map",
  "duration",
  "date",
  "time",
  "time_usec",
  "naive_datetime",
  "naive_datetime_usec",
  "utc_datetime",
  "utc_datetime_usec",
]

/** Types that number the rows: of a key, since some databases have them there only. */
const numberTypes: ReadonlyArray<KnownType> = ["id", "serial", "bigserial", "identity"]

const altered = (name: string, type: ColumnType, options: ColumnOptions): Sample =>
  change(name, alter(table(posts), [add("added", type, options)]))

const defaults: ReadonlyArray<readonly [what: string, type: ColumnType, value: ColumnOptions["default"]]> = [
  ["a string", "string", "it's \\ \"odd\""],
  ["a number", "integer", -7],
  ["a decimal number", "decimal", 1.5],
  ["an integer past 2^53", "bigint", 9_007_199_254_740_993n],
  ["a boolean", "boolean", true],
  ["null", "string", null],
]

/** Columns: their types and options, and how they come, change and go. */
export const columnSamples: Samples = ({ collation }) => [
  ...types.map((type) => change(`add(…, "${type}")`, create(table(fresh), [add("added", type)]))),
  ...numberTypes.map((type) =>
    change(
      `add(…, "${type}", { primaryKey })`,
      create(table(fresh, { primaryKey: false }), [add("number", type, { primaryKey: true })]),
    )
  ),
  change("add(…, array(…))", create(table(fresh), [add("added", array("string"), { default: [] })])),
  change(
    "add(…, { size }) and add(…, { precision, scale })",
    create(table(fresh), [
      add("short", "string", { size: 7 }),
      add("price", "decimal", { precision: 10, scale: 2 }),
    ]),
  ),
  change(
    "add(…, \"identity\", { startValue, increment })",
    create(table(fresh, { primaryKey: false }), [
      add("number", "identity", { primaryKey: true, startValue: 100, increment: 10 }),
    ]),
  ),
  altered("add(…, \"duration\", { fields })", "duration", { fields: "day to minute" }),
  ...defaults.map(([what, type, value]) =>
    change(`add(…, { default }) of ${what}`, create(table(fresh), [add("added", type, { default: value ?? null })]))
  ),
  change(
    "add(…, { default }) of a fragment",
    create(table(fresh), [add("added", "naive_datetime", { default: fragment("CURRENT_TIMESTAMP") })]),
  ),
  altered("alter: add(…)", "string", {}),
  altered("alter: add(…, { null: false, default })", "integer", { null: false, default: 1 }),
  change("alter: timestamps()", alter(table(posts), [timestamps({ null: true })])),
  altered("add(…, { comment })", "string", { comment: "it's \\ odd" }),
  altered("add(…, { after })", "string", { after: "title" }),
  altered("add(…, { check })", "integer", { check: { name: "conformance_check", expr: "added > 0" } }),
  change(
    "add(…, { generated })",
    create(table(fresh), [
      add("price", "integer"),
      add("twice", "integer", { generated: "ALWAYS AS (price * 2) STORED" }),
    ]),
  ),
  ...worded(collation, (name) => altered(`add(…, { collation: "${name}" })`, "string", { collation: name })),
  sample("addIfNotExists(…)", {
    up: [alter(table(posts), [addIfNotExists("title", "string"), addIfNotExists("added", "string")])],
    down: [alter(table(posts), [remove("added")])],
  }),
  sample("removeIfExists(…)", {
    up: [
      alter(table(posts), [add("added", "string")]),
      alter(table(posts), [
        removeIfExists("added"),
        removeIfExists("never_there"),
      ]),
    ],
    down: [],
  }),
  change("remove(…, type)", alter(table(posts), [remove("last", "integer")])),
  change("modify(…, { from })", alter(table(posts), [modify("title", "text", { from: ["string", { size: 40 }] })])),
  change(
    "modify(…, { null, default, from })",
    alter(table(posts), [
      modify("price", "bigint", { null: true, default: 5, from: ["integer", { null: false, default: 0 }] }),
    ]),
  ),
  ...worded(collation, (name) =>
    change(
      `modify(…, { collation: "${name}" })`,
      create(table(fresh), [add("name", "string", { size: 40 })]),
      alter(table(fresh), [
        modify("name", "string", { size: 80, collation: name, from: ["string", { size: 40 }] }),
      ]),
    )),
  change(
    "modify(…, { generated })",
    create(table(fresh), [add("price", "integer"), add("twice", "integer")]),
    alter(table(fresh), [
      modify("twice", "integer", { generated: "ALWAYS AS (price * 2) STORED", from: "integer" }),
    ]),
  ),
  change(
    "modify(…, { primaryKey: false })",
    create(table(fresh, { primaryKey: false }), [
      add("a", "integer", { primaryKey: true }),
      add("b", "integer"),
    ]),
    alter(table(fresh), [modify("a", "integer", { primaryKey: false, from: ["integer", { primaryKey: true }] })]),
  ),
  change(
    "several changes in one alter",
    alter(table(posts), [
      add("added", "integer"),
      remove("last", "integer"),
      modify("body", "string", { from: "text" }),
    ]),
  ),
]
