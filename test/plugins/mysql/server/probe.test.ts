import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { add, alter, constraint, create, index, modify, references, table } from "sterna"
import type { DataCommand } from "sterna/dialect"
import { compile } from "../../../../plugins/mysql/compile.ts"
import { probe } from "../../../../plugins/mysql/probe.ts"
import type { Probe } from "../../../../src/dialect/probe.ts"
import { observe } from "./observer.ts"
import { batch, connected } from "./target.ts"

const t = { name: "t", prefix: undefined }
const types = [
  "string",
  "text",
  "integer",
  "bigint",
  "float",
  "decimal",
  "boolean",
  "binary",
  "binary_id",
  "map",
  "date",
  "time",
  "time_usec",
  "naive_datetime",
  "utc_datetime_usec",
  "smallint",
] as const

const commands: ReadonlyArray<DataCommand> = [
  create(table("p"), [add("name", "string")]),
  create(table("t"), [add("name", "string")]),
  alter(table("t"), types.map((type) => add(`a_${type}`, type))),
  alter(table("t"), [add("price", "decimal", { precision: 10, scale: 2 }), add("code", "string", { size: 7 })]),
  alter(table("t"), [add("p_id", references("p"))]),
  alter(table("t"), [modify("p_id", references("p", { onDelete: "cascade" }), { from: references("p") })]),
  create(index("t", ["name"])),
  create(constraint("t", "priced", { check: "price > 0" })),
]

test("each change of a schema is found undone before it, and done after it", async () => {
  await using database = await observe()
  await connected(database.url, (connection) =>
    Effect.gen(function*() {
      for (const command of commands) {
        for (const step of Result.getOrThrow(compile(command, { settings: {}, server: connection.server }))) {
          const { nature, sql } = step._tag === "Statement" ? step : { nature: undefined, sql: "" }
          const probes = nature?._tag === "Probed" ? nature.probes : []
          const ask = Effect.forEach(probes, (each) => Effect.map(probe(connection, each), ({ _tag }) => _tag))
          const before = yield* ask
          yield* batch(connection, sql)
          expect({ sql, before, after: yield* ask })
            .toEqual({ sql, before: probes.map(() => "Fails"), after: probes.map(() => "Holds") })
        }
      }
    }))
})

test.each<[string, Probe, string]>([
  ["a table that is gone", { _tag: "Table", table: { name: "nowhere", prefix: undefined }, present: false }, "Holds"],
  ["a table that is there still", { _tag: "Table", table: t, present: false }, "Fails"],
  ["a column of another type", { _tag: "Column", table: t, column: "x", present: true, type: "text" }, "Unclear"],
  ["a primary key", { _tag: "Constraint", table: t, constraint: undefined, present: true }, "Holds"],
  ["a table of another database", { _tag: "Table", table: { name: "t", prefix: "mysql" }, present: true }, "Fails"],
])("%s", async (_, asked, finding) => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (x int PRIMARY KEY)")
  expect(await connected(database.url, (connection) => probe(connection, asked))).toMatchObject({ _tag: finding })
})
