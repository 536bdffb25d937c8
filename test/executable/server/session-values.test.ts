import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { sqlFile, typescript } from "../history.ts"
import { Project } from "../project.ts"

const outside = (sql: string): string => sqlFile(sql).replace("migrate:up", "migrate:up transaction:false")

/** Runs a migration that fails at `no_such`, and again with the name that there is. */
const correct = async (url: string, text: string) => {
  const project = new Project({ "migrations/10_keeps.sql": text })
  const at = { env: { DATABASE_URL: url } }
  const first = await project.sterna(["migrate"], at)
  project.write({ "migrations/10_keeps.sql": text.replace("no_such", "role_id") })
  const again = async () => {
    const { code, stderr } = await project.sterna(["migrate", "--accept-changed"], at)
    return { code, stderr }
  }
  const resolve = async (...answer: ReadonlyArray<string>) =>
    (await project.sterna(["resolve", "10", ...answer], at)).code
  return { first: first.code, again, resolve, [Symbol.dispose]: () => project[Symbol.dispose]() }
}

const names = "CREATE TABLE names (id int AUTO_INCREMENT PRIMARY KEY, name varchar(9)) AUTO_INCREMENT = 3;"
const grants = "CREATE TABLE grants (role_id int, name varchar(9));"
const index = "CREATE INDEX grants_role ON grants (no_such);"

test.each([
  ["a value of a user variable", "SET @id = LAST_INSERT_ID();", "(@id, 'all')", "SET @id"],
  ["a value that was selected", "SELECT MAX(id) INTO @id FROM names;", "(@id, 'all')", "SELECT MAX(id) INTO @id"],
])("MariaDB: %s that was gone with its session is not taken for another one", async (_, keeps, row, named) => {
  await using database = await observeMysql()
  using run = await correct(
    database.url,
    sqlFile(
      `${names} ${grants} INSERT INTO names (name) VALUES ('admin'); ${keeps} ${index} INSERT INTO grants VALUES ${row};`,
    ),
  )
  expect(run.first).toBe(1)
  expect(await run.again()).toEqual({ code: 7, stderr: expect.stringMatching(/step 4, "(.*)"/i) })
  expect((await run.again()).stderr).toContain(`, "${named}`)
  expect((await run.again()).stderr).toContain("sterna resolve 10 --step 5 --applied")
  expect(await database.ask("SELECT * FROM grants")).toEqual([])
  // By hand, step by step.
  await database.ask("CREATE INDEX grants_role ON grants (role_id)")
  expect(await run.resolve("--step", "5", "--applied")).toBe(0)
  expect(await run.again()).toEqual({ code: 7, stderr: expect.stringContaining("--step 6 --applied") })
  await database.ask("INSERT INTO grants VALUES (3, 'all')")
  expect(await run.resolve("--step", "6", "--applied")).toBe(0)
  expect((await run.again()).code).toBe(0)
  expect(await database.ask("SELECT * FROM grants")).toEqual([{ role_id: 3, name: "all" }])
})

test("MariaDB: LAST_INSERT_ID() answers of the author's own statement, and not of one in another session", async () => {
  await using database = await observeMysql()
  const direct = "INSERT INTO grants VALUES (LAST_INSERT_ID(), 'direct');"
  const text = sqlFile(`${names} ${grants} INSERT INTO names (name) VALUES ('admin'); ${direct} ${index} ${direct}`)
  using run = await correct(database.url, text)
  expect(run.first).toBe(1)
  expect(await run.again()).toEqual({ code: 7, stderr: expect.stringContaining("LAST_INSERT_ID()") })
  expect(await database.ask("SELECT role_id FROM grants")).toEqual([{ role_id: 3 }])
})

test("MariaDB: settings of constants are sent again", async () => {
  await using database = await observeMysql()
  const text = sqlFile(
    `${grants} SET @id = 5, foreign_key_checks = 0; ${index} INSERT INTO grants VALUES (@id, 'all');`,
  )
  using run = await correct(database.url, text)
  expect(run.first).toBe(1)
  expect((await run.again()).code).toBe(0)
  expect(await database.ask("SELECT role_id FROM grants")).toEqual([{ role_id: 5 }])
})

test("MariaDB: what the ledger's statements would change the answer of is refused, by name", async () => {
  await using database = await observeMysql()
  const at = { env: { DATABASE_URL: database.url } }
  using file = new Project({
    "migrations/10_counts.sql": sqlFile(`${grants} INSERT INTO grants VALUES (ROW_COUNT(), 'x');`),
  })
  const refused = await file.sterna(["migrate"], at)
  expect({ code: refused.code, stderr: refused.stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/asks with ROW_COUNT\(\)[^]*RETURNING/),
  })
  expect(await database.ask("SHOW TABLES LIKE 'grants'")).toEqual([])
  using code = new Project({ "migrations/10_counts.ts": typescript("*up({ sql }) { yield* sql`SELECT ROW_COUNT()` }") })
  const later = await code.sterna(["migrate"], at)
  expect({ code: later.code, stderr: later.stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("ROW_COUNT()"),
  })
})

test("PostgreSQL: a setting that was read from data and gone with its session is not read again", async () => {
  await using database = await observe()
  await database.ask("CREATE TABLE t (id int, role_id text); INSERT INTO t VALUES (1, '10')")
  using run = await correct(
    database.url,
    outside(
      `SELECT set_config('my.old', role_id, false) FROM t; UPDATE t SET role_id = '0'; CREATE INDEX i ON t (no_such);
      CREATE TABLE seen AS SELECT current_setting('my.old') AS old;`,
    ),
  )
  expect(run.first).toBe(1)
  expect(await run.again()).toEqual({ code: 7, stderr: expect.stringContaining("step 1, \"SELECT set_config(") })
  expect(await database.ask("SELECT to_regclass('seen') AS seen")).toEqual([{ seen: null }])
  expect(await run.resolve("--undone")).toBe(0)
})
