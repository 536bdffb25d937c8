import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { versions } from "../../../../plugins/postgres/versions.ts"
import { observe } from "./observer.ts"
import { batch, connected } from "./target.ts"

const table = { name: "schema \"migrations\"", prefix: undefined }
const quoted = "\"schema \"\"migrations\"\"\""
const row = { version: 20261121101500n, name: "it's \\ here", checksum: "1:a:b", startedAt: Date.now() - 60_000 }

/** The rows of the table itself: where there is none, one says whether there is a ledger. */
const withoutLedger = (rows: ReadonlyArray<{ readonly [column: string]: unknown }>) =>
  rows.filter((each) => each["version"] !== null).map((each) =>
    Object.fromEntries(
      Object.entries(each).filter(([column]) => column !== "has_ledger" && column !== "versions_prefix"),
    )
  )

/** Creates a table, writes a row, reads it and deletes it. */
async function roundTrip(
  create: string,
  { prefix, version = row.version }: { prefix?: string; version?: bigint } = {},
) {
  await using database = await observe()
  const where = { ...table, prefix }
  return await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, create)
      const columns = yield* versions.columns(connection, where)
      yield* batch(connection, versions.insert(where, columns, { ...row, version }))
      const rows = withoutLedger(yield* connection.query(versions.select(where)))
      yield* batch(connection, versions.delete(where, version))
      return { columns, rows, left: withoutLedger(yield* connection.query(versions.select(where))) }
    }))
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)

test("Sterna's own table", async () => {
  expect(await roundTrip(versions.create(table))).toEqual({
    columns: ["version", "inserted_at", "name", "checksum", "duration_ms", "sterna_version"],
    rows: [{
      version: 20261121101500,
      inserted_at: time,
      name: "it's \\ here",
      checksum: "1:a:b",
      duration_ms: expect.closeTo(60_000, -5),
      sterna_version: null,
    }],
    left: [],
  })
})

test("a table that Ecto made", async () => {
  const create = `CREATE TABLE ${quoted} ("version" bigint, "inserted_at" timestamp(0), PRIMARY KEY ("version"))`
  expect(await roundTrip(create)).toEqual({
    columns: ["version", "inserted_at"],
    rows: [{ version: 20261121101500, inserted_at: time }],
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

test("a table with a prefix", async () => {
  const create = `CREATE SCHEMA "other place"; ${versions.create({ ...table, prefix: "other place" })}`
  const { left, rows } = await roundTrip(create, { prefix: "other place" })
  expect([rows.length, left]).toEqual([1, []])
})

test("the largest version stays exact", async () => {
  const { left, rows } = await roundTrip(versions.create(table), { version: 2n ** 63n - 1n })
  expect([rows[0]?.["version"], left]).toEqual([2n ** 63n - 1n, []])
})

test("the time is UTC wherever the server is, and the duration that of the transaction, by one clock", async () => {
  await using database = await observe()
  const rows = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "SET TimeZone = 'Asia/Tokyo'", versions.create(table))
      const columns = yield* versions.columns(connection, table)
      // The run's own clock is an hour ahead, or behind.
      for (const [version, startedAt] of [[1n, Date.now() + 3_600_000], [2n, Date.now() - 3_600_000]] as const) {
        const insert = versions.insert(table, columns, { ...row, version, startedAt })
        yield* batch(connection, "BEGIN", "SELECT pg_sleep(0.05)", insert, "COMMIT")
      }
      return yield* connection.query(
        `SELECT duration_ms BETWEEN 50 AND 5000 AS measured,
          abs(extract(epoch FROM timezone('utc', now()) - inserted_at)) < 60 AS utc FROM ${quoted}`,
      )
    }))
  expect(rows).toEqual([{ measured: true, utc: true }, { measured: true, utc: true }])
})

test("dbmate's row of a version with leading zeros is deleted, and no other", async () => {
  await using database = await observe()
  await connected(database.url, (connection) =>
    batch(
      connection,
      `CREATE TABLE ${quoted} (version varchar(128) primary key)`,
      `INSERT INTO ${quoted} VALUES ('0001'), ('0010'), ('10001')`,
      versions.delete(table, 1n),
    ))
  expect(await database.ask(`SELECT version FROM ${quoted} ORDER BY version`))
    .toEqual([{ version: "0010" }, { version: "10001" }])
})

test("the columns are added to a table that has not got them", async () => {
  await using database = await observe()
  const columns = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, `CREATE TABLE ${quoted} (version bigint, gone int)`, `ALTER TABLE ${quoted} DROP gone`)
      for (const column of ["name", "checksum", "duration_ms"] as const) {
        yield* batch(connection, versions.addColumn(table, column))
      }
      return yield* versions.columns(connection, table)
    }))
  expect(columns).toEqual(["version", "name", "checksum", "duration_ms"])
})

test("a column is not waited for that the holder of the lock would wait for in turn", async () => {
  await using database = await observe()
  await database.ask(`CREATE TABLE ${quoted} (version bigint)`)
  await database.ask(`BEGIN; LOCK TABLE ${quoted} IN SHARE UPDATE EXCLUSIVE MODE`)
  const error = await connected(
    database.url,
    (connection) => Effect.flip(batch(connection, versions.addColumn(table, "name"))),
  )
  expect(error).toMatchObject({ kind: "busy", code: "55P03" })
})

test.each([undefined, "nowhere"])("where there is no table there are no columns: prefix %s", async (prefix) => {
  await using database = await observe()
  const [columns, error] = await connected(database.url, (connection) =>
    Effect.all([
      versions.columns(connection, { ...table, prefix }),
      Effect.flip(connection.query(versions.select({ ...table, prefix }))),
    ]))
  expect(columns).toEqual([])
  expect(error.kind).toBe("missing table")
})

test("a second writer of the same version is told that it is a duplicate", async () => {
  await using database = await observe()
  const error = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, versions.create(table))
      const insert = versions.insert(table, yield* versions.columns(connection, table), row)
      yield* batch(connection, insert)
      return yield* Effect.flip(batch(connection, insert))
    }))
  expect(error.kind).toBe("duplicate")
})
