import { SQL } from "bun"
import { expect, test } from "bun:test"
import { observe, type Observed } from "../../../plugins/mysql/server/observer.ts"
import { tablesOf } from "../../../servers/mysql-schema.ts"
import { sqlFile, typescript } from "../../history.ts"
import { type Files, Project } from "../../project.ts"
import { history } from "../history.ts"
import { killAlongTheWay } from "../kill-rig.ts"
import type { Killable, KillableKind } from "../killable.ts"

const at = ({ url }: Observed) => ({ env: { DATABASE_URL: url } })

/** A statement of which only its author can say whether it was done. */
const call = (text: string) => `CALL note('call ${text}')`

/** What the schema shows, and what it does not, of what cannot be undone. */
const schemaChanges: Files = {
  "migrations/80_changes.ts": typescript(`change: [
    create(index("posts", ["likes"], { concurrently: true })),
    rename(index("posts", ["likes"]), { to: "by_likes" }),
    create(constraint("copies", "counted", { check: "number >= 0" })),
    create(table("notes"), [add("post_id", references("posts", { onDelete: "cascade" })), add("word", "string", { null: false })]),
    alter(table("notes"), [modify("post_id", references("posts"), { from: references("posts", { onDelete: "cascade" }) })]),
    execute("INSERT INTO notes (post_id, word) SELECT id, title FROM posts", "DELETE FROM notes"),
    drop(index("posts", ["title"])),
    execute("ALTER TABLE notes ADD raw integer", "ALTER TABLE notes DROP raw"),
    execute("UPDATE notes SET raw = COALESCE(raw, 0) + 1", "UPDATE notes SET raw = raw - 1"),
  ]`),
  "migrations/90_raw_too.sql": sqlFile(
    `CREATE TABLE counted (n int) ENGINE = MyISAM;
DELIMITER $$
CREATE PROCEDURE note(IN word varchar(100))
BEGIN
  INSERT INTO log VALUES (word);
  INSERT INTO counted VALUES (1);
END$$
DELIMITER ;
${call("90 a")};
INSERT INTO counted VALUES (90);
SET @word = 'variable';
CREATE TABLE filled SELECT title FROM posts;
INSERT INTO log VALUES (CONCAT('said ', @word));
BEGIN;
INSERT INTO log VALUES ('90 before the end of a transaction');
CREATE TABLE implicit (x int);
INSERT INTO log VALUES ('90 after it');
CREATE UNIQUE INDEX by_x ON implicit (x);
RENAME TABLE implicit TO explicit;
OPTIMIZE TABLE posts;
CREATE TRIGGER shout BEFORE INSERT ON explicit FOR EACH ROW SET NEW.x = NEW.x + 1;
INSERT INTO explicit VALUES (1);
${call("90 b")};`,
    `DROP TRIGGER shout;
DROP TABLE explicit;
${call("90 down")};
DROP PROCEDURE IF EXISTS note;
DROP TABLE filled, counted;`,
  ),
}

/** Numbers of a table are used up by what was undone as well. */
const withoutNumbers = (text: string) => text.replace(/ AUTO_INCREMENT=\d+/, "")

const rowsOf = (table: string) =>
  table === "schema_migrations" ? "SELECT version, name, checksum FROM schema_migrations" : `SELECT * FROM \`${table}\``

const texts = (rows: ReadonlyArray<object>) =>
  rows.map((row) => JSON.stringify({ ...row, id: 0, person_id: 0, post_id: 0 })).toSorted()

const stateOf = async ({ ask, name, url }: Observed) => {
  await using session = new SQL({ url, max: 1, tls: false })
  const tables = await tablesOf(session, name)
  const rows = []
  for (const [table] of tables) rows.push({ table, rows: texts(await ask(rowsOf(table))) })
  const programs = await ask(
    "SELECT routine_name AS name, routine_definition AS text FROM information_schema.routines WHERE routine_schema = DATABASE() "
      + "UNION SELECT trigger_name, action_statement FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1",
  )
  return { tables: tables.map(([table, text]) => [table, withoutNumbers(text).replaceAll(name, "")]), rows, programs }
}

const kind: KillableKind = {
  files: { ...history({ setting: "SET lock_wait_timeout = 60", analyze: "ANALYZE TABLE people" }), ...schemaChanges },
  create: async (): Promise<Killable> => {
    const database = await observe()
    return {
      url: database.url,
      state: () => stateOf(database),
      wasDone: async (statement) => {
        const question = [...questions].find(([text]) => statement.startsWith(text))?.[1]
        const called = /'(call [^']*)'/.exec(statement)?.[1]
        const sql = called === undefined ? question : `SELECT 1 FROM log WHERE text = '${called}'`
        if (sql === undefined) throw new Error(`There must be no doubt of ${statement}.`)
        return (await database.ask(sql)).length > 0
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  },
}

const present = (view: string, condition: string) =>
  `SELECT 1 FROM information_schema.${view} WHERE table_schema = DATABASE() AND ${condition}`
const absent = (view: string, condition: string) => `SELECT 1 FROM dual WHERE NOT EXISTS (${present(view, condition)})`
const trigger = "SELECT 1 FROM information_schema.triggers WHERE trigger_schema = DATABASE()"

/** What has a row where a statement was done that nothing but this test knows. */
const questions: ReadonlyMap<string, string> = new Map([
  ["ALTER TABLE notes ADD raw", present("columns", "table_name = 'notes' AND column_name = 'raw'")],
  ["ALTER TABLE notes DROP raw", absent("columns", "table_name = 'notes' AND column_name = 'raw'")],
  ["CREATE PROCEDURE", "SELECT 1 FROM information_schema.routines WHERE routine_schema = DATABASE()"],
  ["INSERT INTO counted VALUES (90)", "SELECT 1 FROM counted WHERE n = 90"],
  ["CREATE TABLE filled", present("tables", "table_name = 'filled'")],
  ["RENAME TABLE", present("tables", "table_name = 'explicit'")],
  ["CREATE TRIGGER", trigger],
  ["DROP TRIGGER", `SELECT 1 FROM dual WHERE NOT EXISTS (${trigger})`],
  ["DROP TABLE filled, counted", absent("tables", "table_name IN ('filled', 'counted')")],
])

test("a transaction of the author's is undone as a whole, and one that a change of the schema ends is not open in the next run", async () => {
  await using database = await observe()
  using project = new Project({
    "migrations/10_own.sql": sqlFile(`CREATE TABLE t (n int);
BEGIN; INSERT INTO t VALUES (1); SELECT 1; SET @n = 2; INSERT INTO t VALUES (@n); ROLLBACK;
INSERT INTO t VALUES (@n + 1);
BEGIN; INSERT INTO t VALUES (4); CREATE TABLE u (n int); CALL late();`),
  })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(1)
  await database.ask("CREATE PROCEDURE late() INSERT INTO t VALUES (5)")
  const next = await project.sterna(["migrate"], at(database))
  // What a procedure did that failed, only its author can know.
  expect(next).toMatchObject({ code: 7, stderr: expect.stringContaining("--step 12 --not-applied") })
  expect((await project.sterna(["resolve", "10", "--step", "12", "--not-applied"], at(database))).code).toBe(0)
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await database.ask("SELECT n FROM t ORDER BY n")).toEqual([3, 4, 5].map((n) => ({ n })))
})

test("a procedure ends the transaction that calls it, or does not: the server is asked", async () => {
  await using database = await observe()
  await database.ask(
    "CREATE PROCEDURE stays() INSERT INTO t VALUES (2)",
    "CREATE PROCEDURE ends() CREATE TABLE u (n int)",
  )
  using project = new Project({
    "migrations/10_call.sql": sqlFile(`CREATE TABLE t (n int);
BEGIN; INSERT INTO t VALUES (1); CALL stays(); INSERT INTO t VALUES (3); ROLLBACK;
BEGIN; INSERT INTO t VALUES (4); CALL ends(); INSERT INTO t VALUES (5); ROLLBACK;
BEGIN; INSERT INTO t VALUES (6); CALL stays(); COMMIT;
CALL late();`),
  })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(1)
  const kept = [2, 4, 5, 6].map((n) => ({ n }))
  expect(await database.ask("SELECT n FROM t ORDER BY n")).toEqual(kept)
  await database.ask("CREATE PROCEDURE late() DO 0")
  expect((await project.sterna(["resolve", "10", "--step", "16", "--not-applied"], at(database))).code).toBe(0)
  expect(await project.sterna(["migrate"], at(database))).toMatchObject({ code: 0 })
  expect(await database.ask("SELECT n FROM t ORDER BY n")).toEqual(kept)
})

test("killed two hundred times on its way up and down, a history on MariaDB is what it would have been", async () => {
  const { kills } = await killAlongTheWay(kind, 200)
  expect(kills).toBeGreaterThanOrEqual(200)
}, 600_000)
