import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { sqlFile } from "../history.ts"
import { type Files, Project } from "../project.ts"

const at = ({ url }: { readonly url: string }) => ({ env: { DATABASE_URL: url } })

const outside = (sql: string): string => sqlFile(sql).replace("migrate:up", "migrate:up transaction:false")

const twice = async (files: Files, url: string, ...flags: ReadonlyArray<string>) => {
  using project = new Project(files)
  const first = await project.sterna(["migrate", ...flags], at({ url }))
  const second = await project.sterna(["migrate", ...flags], at({ url }))
  return { first: first.code, error: first.code === 0 ? "" : first.stderr, second: second.stdout }
}

const done = { first: 0, error: "", second: "Migrations already up\n" }

/** As pg_dump's first lines, and as a migration that works in another schema; each also outside a transaction. */
const pathChanges = [
  "SELECT pg_catalog.set_config('search_path', '', false);",
  "SET search_path = app, public;",
  "SET LOCAL search_path = app;",
]

test.each(
  pathChanges.flatMap((change) => [[change, sqlFile], [change, outside]] as const),
)("PostgreSQL: a version is recorded where the others are, whatever %s finds", async (change, file) => {
  await using database = await observe()
  // Another versions table would be found first.
  await database.ask("CREATE SCHEMA app; CREATE TABLE app.schema_migrations (version bigint, inserted_at timestamp)")
  const files = {
    "migrations/10_dump.sql": file(`${change} CREATE TABLE public.first (id int);`),
    "migrations/20_next.sql": sqlFile("CREATE TABLE second (id int);"),
  }
  expect(await twice(files, database.url)).toEqual(done)
  expect(
    await database.ask(
      "SELECT (SELECT string_agg(version::text, ' ' ORDER BY version) FROM public.schema_migrations) AS here, "
        + "(SELECT count(*)::int FROM app.schema_migrations) AS there, to_regclass('public.second') IS NOT NULL AS second",
    ),
  ).toEqual([{ here: "10 20", there: 0, second: true }])
})

test.each(["table", "advisory"])(
  "PostgreSQL: what one migration sets, the next one of a run does not see (%s lock)",
  async (lock) => {
    await using database = await observe()
    await database.ask(`CREATE ROLE "owner of ${lock}"; GRANT ALL ON SCHEMA public TO "owner of ${lock}"`)
    const files = {
      "sterna.config.json": JSON.stringify({
        repos: { main: { url: { env: "DATABASE_URL" }, migrationLock: lock } },
      }),
      "migrations/10_sets.sql": sqlFile(
        `SET ROLE "owner of ${lock}"; SET lock_timeout = 4711; SET search_path = pg_catalog; CREATE TABLE public.owned (id int);`,
      ),
      "migrations/20_sees.sql": sqlFile(
        "CREATE TABLE seen AS SELECT current_user = session_user AS itself, current_setting('lock_timeout') AS timeout, current_setting('search_path') AS path;",
      ),
    }
    try {
      expect(await twice(files, database.url)).toEqual(done)
      expect(await database.ask("SELECT * FROM public.seen")).toEqual([
        { itself: true, timeout: "0", path: "\"$user\", public" },
      ])
      expect(await database.ask("SELECT tableowner FROM pg_tables WHERE tablename = 'owned'")).toEqual([
        { tableowner: `owner of ${lock}` },
      ])
    } finally {
      await database.ask(`DROP OWNED BY "owner of ${lock}"; DROP ROLE "owner of ${lock}"`)
    }
  },
)

test("MariaDB: USE and SET of one migration count in it alone", async () => {
  await using database = await observeMysql()
  await using other = await observeMysql()
  const [row] = await other.ask("SELECT DATABASE() AS name")
  const name = String(row?.["name"])
  const seen = "@@sql_mode AS mode, @@foreign_key_checks AS checks, @@time_zone AS zone, "
    + "@@character_set_client AS client, @@collation_connection AS collation"
  const files = {
    "migrations/05_looks.sql": sqlFile(`CREATE TABLE before_it AS SELECT ${seen};`),
    "migrations/10_sets.sql": sqlFile(
      `SET NAMES latin1; SET SESSION sql_mode = '', foreign_key_checks = 0, time_zone = '+05:00'; USE \`${name}\`; CREATE TABLE there (id int);`,
    ),
    "migrations/20_sees.sql": sqlFile(`CREATE TABLE after_it AS SELECT ${seen};`),
  }
  expect(await twice(files, database.url)).toEqual(done)
  expect(await database.ask("SELECT COUNT(*) AS rows_of_it FROM before_it NATURAL JOIN after_it")).toEqual([
    { rows_of_it: 1 },
  ])
  expect(await other.ask("SHOW TABLES")).toHaveLength(1)
})

/** What the fourth inserts into is the first one's table, which the third has given a column. */
const shadowed = {
  "migrations/10_users.sql": sqlFile("CREATE TABLE users (n int);"),
  "migrations/20_shadow.sql": sqlFile("CREATE TEMPORARY TABLE users (id int, n int);"),
  "migrations/30_alter.sql": sqlFile("ALTER TABLE users ADD COLUMN email varchar(40);"),
  "migrations/40_insert.sql": sqlFile("INSERT INTO users (n, email) VALUES (1, 'kept');"),
}

test("a temporary table of one migration does not stand before a table in the next", async () => {
  const kept = [{ n: 1, email: "kept" }]
  await using postgres = await observe()
  expect(await twice(shadowed, postgres.url)).toEqual(done)
  expect(await postgres.ask("SELECT n, email FROM users")).toEqual(kept)
  await using mysql = await observeMysql()
  expect(await twice(shadowed, mysql.url)).toEqual(done)
  expect(await mysql.ask("SELECT n, email FROM users")).toEqual(kept)
  using project = new Project(shadowed)
  expect((await project.sterna(["migrate", "--url", "sqlite:blog.db"])).code).toBe(0)
  expect(project.query("SELECT n, email FROM users")).toEqual(kept)
})

test("MariaDB: what would keep steps from being written down is refused, and changes nothing", async () => {
  await using database = await observeMysql()
  for (const sql of ["LOCK TABLES q WRITE;", "CREATE TEMPORARY TABLE schema_migrations (version bigint);"]) {
    using project = new Project({ "migrations/10_refused.sql": sqlFile(sql) })
    expect((await project.sterna(["migrate"], at(database))).code).toBe(1)
  }
  expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
})

test("MariaDB: --prefixes-query changes nothing, whatever it says", async () => {
  await using database = await observeMysql()
  await database.ask("CREATE TABLE victim (a int)")
  await database.ask("INSERT INTO victim VALUES (1)")
  using project = new Project({ "migrations/10_first.sql": sqlFile("CREATE TABLE first (id int);") })
  for (const query of ["TRUNCATE victim", "DROP TABLE victim", "SET GLOBAL sql_notes = 1", "COMMIT"]) {
    const { code, stderr } = await project.sterna(["status", "--prefixes-query", query], at(database))
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("--prefixes-query") })
  }
  expect(await database.ask("SELECT a FROM victim")).toEqual([{ a: 1 }])
})

test("SQLite: foreign keys that one migration has switched off are on in the next", async () => {
  using project = new Project({
    "migrations/10_sets.sql": outside(
      "CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER REFERENCES parent(id)); PRAGMA foreign_keys = OFF;",
    ),
    "migrations/20_breaks.sql": sqlFile("INSERT INTO child VALUES (4711);"),
  })
  const { code, stderr } = await project.sterna(["migrate", "--url", "sqlite:a.db"])
  expect({ code, said: /FOREIGN KEY constraint failed/.test(stderr) }).toEqual({ code: 1, said: true })
})
