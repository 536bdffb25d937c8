import { SQL } from "bun"
import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { ledger } from "../../../../plugins/mysql/ledger.ts"
import { versions } from "../../../../plugins/mysql/versions.ts"
import { observe } from "./observer.ts"
import { batch, connected } from "./target.ts"

const table = { name: "schema `migrations`", prefix: undefined }
const quoted = "`schema ``migrations```"
const row = { version: 20261121101500n, name: "it's \\ here 😀", checksum: "1:a:b", startedAt: Date.now() - 60_000 }

/** Creates a table, writes a row, reads it and deletes it. */
async function roundTrip(
  create: string,
  { mode = "@@sql_mode", prefix, version = row.version }: {
    readonly mode?: string
    readonly prefix?: string
    readonly version?: bigint
  } = {},
) {
  await using database = await observe()
  const where = { ...table, prefix }
  return await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, `SET SESSION sql_mode = ${mode}`, create)
      const columns = yield* versions.columns(connection, where)
      yield* batch(connection, versions.insert(where, columns, { ...row, version }))
      const rows = yield* connection.query(versions.select(where))
      yield* batch(connection, versions.delete(where, version))
      const left = yield* connection.query(versions.select(where))
      return { columns, rows, left: left.filter((each) => each["version"] !== null) }
    }))
}

const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)

test.each(["@@sql_mode", "''", "'ANSI,TRADITIONAL'", "'NO_BACKSLASH_ESCAPES'"])(
  "Sterna's own table, sql_mode %s",
  async (mode) => {
    expect(await roundTrip(versions.create(table), { mode })).toEqual({
      columns: ["version", "inserted_at", "name", "checksum", "duration_ms", "sterna_version"],
      rows: [{
        version: 20261121101500,
        inserted_at: time,
        name: "it's \\ here 😀",
        checksum: "1:a:b",
        duration_ms: expect.closeTo(60_000, -5),
        sterna_version: null,
        has_ledger: 0,
        versions_prefix: expect.any(String),
      }],
      left: [],
    })
  },
)

test("a table that Ecto made", async () => {
  const create = `CREATE TABLE ${quoted} (version bigint, inserted_at datetime, PRIMARY KEY (version)) ENGINE = INNODB`
  expect(await roundTrip(create)).toEqual({
    columns: ["version", "inserted_at"],
    rows: [{ version: 20261121101500, inserted_at: time, has_ledger: 0, versions_prefix: expect.any(String) }],
    left: [],
  })
})

test("a table that dbmate made", async () => {
  expect(await roundTrip(`CREATE TABLE ${quoted} (version varchar(128) primary key)`)).toEqual({
    columns: ["version"],
    rows: [{ version: "20261121101500", has_ledger: 0, versions_prefix: expect.any(String) }],
    left: [],
  })
})

test("a table in another database", async () => {
  await using other = await observe()
  const { left, rows } = await roundTrip(versions.create({ ...table, prefix: other.name }), { prefix: other.name })
  expect([rows.length, left]).toEqual([1, []])
})

test("the largest version stays exact", async () => {
  const { left, rows } = await roundTrip(versions.create(table), { version: 2n ** 63n - 1n })
  expect([rows[0]?.["version"], left]).toEqual([2n ** 63n - 1n, []])
})

test("the time is UTC wherever the server is", async () => {
  await using database = await observe()
  const rows = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, "SET SESSION time_zone = '+09:00'", versions.create(table))
      const columns = yield* versions.columns(connection, table)
      yield* batch(connection, versions.insert(table, columns, row))
      // The run's own clock is an hour ahead.
      yield* batch(
        connection,
        versions.insert(table, columns, { ...row, version: 2n, startedAt: Date.now() + 3_600_000 }),
      )
      return yield* connection.query(
        `SELECT ABS(TIMESTAMPDIFF(SECOND, inserted_at, UTC_TIMESTAMP())) < 60 AS utc,
          duration_ms BETWEEN 60000 AND 120000 AS measured, duration_ms FROM ${quoted} ORDER BY version`,
      )
    }))
  expect(rows).toMatchObject([{ utc: 1, duration_ms: 0 }, { utc: 1, measured: 1 }])
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
      yield* batch(connection, `CREATE TABLE ${quoted} (version bigint)`)
      for (const column of ["name", "checksum", "duration_ms"] as const) {
        yield* batch(connection, versions.addColumn(table, column))
      }
      return yield* versions.columns(connection, table)
    }))
  expect(columns).toEqual(["version", "name", "checksum", "duration_ms"])
})

test("a column is not waited for that another session keeps from being added", async () => {
  await using database = await observe()
  await database.ask(`CREATE TABLE ${quoted} (version bigint)`)
  await using other = new SQL({ url: database.url, max: 1, tls: false })
  await other.unsafe("START TRANSACTION")
  await other.unsafe(`SELECT * FROM ${quoted}`)
  const error = await connected(
    database.url,
    (connection) => Effect.flip(batch(connection, versions.addColumn(table, "name"))),
  )
  await other.unsafe("ROLLBACK")
  expect(error).toMatchObject({ kind: "busy", code: "1205" })
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

test("each row says whether there is a ledger, and an empty table has a row that says so", async () => {
  await using database = await observe()
  const answers = await connected(database.url, (connection) =>
    Effect.gen(function*() {
      yield* batch(connection, versions.create(table))
      const without = yield* connection.query(versions.select(table))
      yield* batch(connection, ledger.create(table))
      return [without, yield* connection.query(versions.select(table))]
    }))
  expect(answers).toMatchObject([[{ version: null, has_ledger: 0, versions_prefix: expect.any(String) }], [{
    version: null,
    has_ledger: 1,
  }]])
})
