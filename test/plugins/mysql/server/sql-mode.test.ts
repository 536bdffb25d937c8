import { expect, test } from "bun:test"
import { startMariadb } from "../../../../scripts/servers/mysql/mariadb.ts"
import { sqlFile, typescript } from "../../../executable/history.ts"
import { History } from "../../../run/server/history.ts"
import { observe } from "./observer.ts"

const run = { lock: "advisory" } as const

/** Under NO_BACKSLASH_ESCAPES three statements, of which the second is one with a semicolon in it. */
const file = String.raw`CREATE TABLE t (a varchar(40), b varchar(40));
INSERT INTO t VALUES ('C:\', 'a; DROP TABLE t; --');
INSERT INTO t VALUES ('\n''', 'x');`

test("a backslash is a character where the server's sql_mode says so: in files, and in what commands write", async () => {
  await using server = await startMariadb({ settings: { "sql-mode": "NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES" } })
  await using database = await observe(server.url)
  using history = new History({
    "migrations/10_file.sql": sqlFile(file),
    "migrations/20_texts.ts": typescript(String.raw`up: [
      execute("INSERT INTO t VALUES ('\\', 'b;'); INSERT INTO t VALUES ('y', 'z')"),
      create(table("d"), [add("p", "string", { default: "C:\\'s", comment: "a\\b" })]),
    ]`),
    "migrations/30_function.ts": typescript(
      "async up({ sql }) { await sql`INSERT INTO t VALUES ('e\\\\', ${'f\\\\'})` }",
    ),
  })
  expect(await history.outcome(database.url, "up", run)).toEqual([10n, 20n, 30n])
  expect(await database.ask("SELECT a, b FROM t")).toEqual([
    { a: "C:\\", b: "a; DROP TABLE t; --" },
    { a: "\\n'", b: "x" },
    { a: "\\", b: "b;" },
    { a: "y", b: "z" },
    { a: "e\\", b: "f\\" },
  ])
  await database.ask("INSERT INTO d (id) VALUES (1)")
  expect(await database.ask("SELECT p FROM d")).toEqual([{ p: "C:\\'s" }])
  expect(
    await database.ask(
      "SELECT column_comment AS c FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'p'",
    ),
  ).toEqual([{ c: "a\\b" }])
})

test("where a migration changes that, a string with a backslash behind it is not sent, since it was read before", async () => {
  await using database = await observe()
  const text = "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; INSERT INTO t VALUES ('plain'); INSERT INTO t VALUES ('a\\\\');"
  using history = new History({
    "migrations/10_t.sql": sqlFile("CREATE TABLE t (a text); INSERT INTO t VALUES ('it\\'s; one');"),
    "migrations/20_set.sql": sqlFile(text),
  })
  expect(await history.outcome(database.url, "up", run)).toMatchObject({
    _tag: "MigrationFailed",
    version: 20n,
    command: expect.stringContaining("INSERT INTO t VALUES ('a"),
    reason: { problem: expect.stringContaining("NO_BACKSLASH_ESCAPES"), hint: expect.stringContaining("X'5C'") },
  })
  expect(await database.ask("SELECT a FROM t")).toEqual([{ a: "it's; one" }, { a: "plain" }])
})
