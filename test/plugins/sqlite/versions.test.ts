import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { versions } from "../../../plugins/sqlite/versions.ts"
import type { Connection } from "../../../src/dialect/connection.ts"
import { target } from "../target.ts"

const run = <A, E>(use: (connection: Connection) => Effect.Effect<A, E>) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(connect(target("sqlite::memory:")), use)))

const table = { name: "schema \"migrations\"", prefix: undefined }
const quoted = "\"schema \"\"migrations\"\"\""
const row = {
  version: 20261121101500n,
  name: "it's",
  checksum: "1:a:b",
  startedAt: Date.now() - 60_000,
}

/** The rows of the table itself: where there is none, one says whether there is a ledger. */
const withoutLedger = (rows: ReadonlyArray<{ readonly [column: string]: unknown }>) =>
  rows.filter((each) => each["version"] !== null).map((each) =>
    Object.fromEntries(Object.entries(each).filter(([column]) => column !== "has_ledger"))
  )

/** Creates a table, writes a row, reads it and deletes it. */
const roundTrip = (create: string, version = row.version) =>
  run((connection) =>
    Effect.gen(function*() {
      yield* connection.query(create)
      const columns = yield* versions.columns(connection, table)
      yield* connection.query(versions.insert(table, columns, { ...row, version }))
      const rows = withoutLedger(yield* connection.query(versions.select(table)))
      yield* connection.query(versions.delete(table, version))
      return { columns, rows, left: withoutLedger(yield* connection.query(versions.select(table))) }
    })
  )

test("Sterna's own table", async () => {
  expect(await roundTrip(versions.create(table))).toEqual({
    columns: ["version", "inserted_at", "name", "checksum", "duration_ms", "sterna_version"],
    rows: [{
      version: 20261121101500,
      inserted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      name: "it's",
      checksum: "1:a:b",
      duration_ms: expect.closeTo(60_000, -5),
      sterna_version: null,
    }],
    left: [],
  })
})

test("a table that Ecto made", async () => {
  expect(await roundTrip(`CREATE TABLE ${quoted} ("version" INTEGER PRIMARY KEY, "inserted_at" TEXT)`)).toEqual({
    columns: ["version", "inserted_at"],
    rows: [{ version: 20261121101500, inserted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) }],
    left: [],
  })
})

test("a table that dbmate made", async () => {
  expect(await roundTrip(`CREATE TABLE ${quoted} (version varchar(128) primary key)`)).toEqual({
    columns: ["version"],
    rows: [{ version: "20261121101500" }],
    left: [],
  })
})

test("a column that is called like a property of every object is left alone", async () => {
  const { rows } = await roundTrip(`CREATE TABLE ${quoted} (version INTEGER PRIMARY KEY, "constructor" TEXT)`)
  expect(rows).toEqual([{ version: 20261121101500, constructor: null }] as never)
})

test("dbmate's row of a version with leading zeros is deleted, and no other", async () => {
  const left = await run((connection) =>
    Effect.gen(function*() {
      yield* connection.query(`CREATE TABLE ${quoted} (version varchar(128) primary key)`)
      yield* connection.query(`INSERT INTO ${quoted} VALUES ('0001'), ('0010'), ('10001')`)
      yield* connection.query(versions.delete(table, 1n))
      return withoutLedger(yield* connection.query(versions.select(table)))
    })
  )
  expect(left).toEqual([{ version: "0010" }, { version: "10001" }])
})

test("the largest version stays exact", async () => {
  const { left, rows } = await roundTrip(versions.create(table), 2n ** 63n - 1n)
  expect([rows[0]?.["version"], left]).toEqual([2n ** 63n - 1n, []])
})

test("the columns are added to a table that has not got them", async () => {
  const columns = await run((connection) =>
    Effect.gen(function*() {
      yield* connection.query(`CREATE TABLE ${quoted} (version INTEGER PRIMARY KEY)`)
      for (const column of ["name", "checksum", "duration_ms"] as const) {
        yield* connection.query(versions.addColumn(table, column))
      }
      return yield* versions.columns(connection, table)
    })
  )
  expect(columns).toEqual(["version", "name", "checksum", "duration_ms"])
})

test("where there is no table there are no columns, and its rows are missing", async () => {
  const [columns, error] = await run((connection) =>
    Effect.all([versions.columns(connection, table), Effect.flip(connection.query(versions.select(table)))])
  )
  expect(columns).toEqual([])
  expect(error.kind).toBe("missing table")
})

test("a second writer of the same version is told that it is a duplicate", async () => {
  const error = await run((connection) =>
    Effect.gen(function*() {
      yield* connection.query(versions.create(table))
      const insert = versions.insert(table, yield* versions.columns(connection, table), row)
      yield* connection.query(insert)
      return yield* Effect.flip(connection.query(insert))
    })
  )
  expect(error.kind).toBe("duplicate")
})
