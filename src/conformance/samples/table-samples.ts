import {
  add,
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  execute,
  rename,
  table,
  timestamps,
} from "../../doors/sterna.ts"
import { change, fresh, posts, sample, type Samples, second, worded } from "../sample.ts"

const columns = [add("name", "string"), add("size", "integer")]
const schema = "conformance_schema"
const inSchema = [execute(`CREATE SCHEMA ${schema}`, `DROP SCHEMA ${schema}`)]

/** Tables: how they are created, renamed and dropped. */
export const tableSamples: Samples = ({ tableModifiers, tableOptions }) => [
  change("create(table)", create(table(fresh), columns)),
  change("create(table) of nothing but its key", create(table(fresh))),
  change(
    "createIfNotExists(table)",
    createIfNotExists(table(fresh), columns),
    createIfNotExists(table(fresh), columns),
  ),
  change("table(…, { primaryKey: false })", create(table(fresh, { primaryKey: false }), columns)),
  change(
    "table(…, { primaryKey: { name, type } })",
    create(table(fresh, { primaryKey: { name: "uuid", type: "uuid" } }), columns),
  ),
  change(
    "a key of two columns",
    create(table(fresh, { primaryKey: false }), [
      add("a", "integer", { primaryKey: true }),
      add("b", "integer", { primaryKey: true }),
    ]),
  ),
  change("table(…, { comment })", create(table(fresh, { comment: "it's \\ odd" }), columns)),
  change("table(…, { engine })", create(table(fresh, { engine: "InnoDB" }), columns)),
  change("table(…, { prefix })", ...inSchema, create(table(fresh, { prefix: schema }), columns)),
  change("table(…, { modifiers: \"TEMPORARY\" })", create(table(fresh, { modifiers: "TEMPORARY" }), columns)),
  ...worded(
    tableModifiers,
    (modifiers) => change(`table(…, { modifiers: "${modifiers}" })`, create(table(fresh, { modifiers }), columns)),
  ),
  ...worded(
    tableOptions,
    (options) => change(`table(…, { options: "${options}" })`, create(table(fresh, { options }), columns)),
  ),
  change("timestamps()", create(table(fresh), [timestamps()])),
  change(
    "timestamps({ type, insertedAt, updatedAt })",
    create(table(fresh), [timestamps({ type: "utc_datetime_usec", insertedAt: "made_at", updatedAt: false })]),
  ),
  change("rename(table)", rename(table(posts), { to: table(fresh) })),
  change("rename(table, column)", rename(table(posts), "title", { to: "headline" })),
  sample("drop(table)", { up: [create(table(fresh), columns), drop(table(fresh))], down: [] }),
  sample("dropIfExists(table)", {
    up: [create(table(fresh), columns), dropIfExists(table(fresh)), dropIfExists(table(second))],
    down: [],
  }),
  sample("drop(table, { mode: \"cascade\" })", {
    up: [create(table(fresh), columns), drop(table(fresh), { mode: "cascade" })],
    down: [],
  }),
]
