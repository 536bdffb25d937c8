import { expect, test } from "bun:test"
import { startMariadb } from "../../../scripts/servers/mysql/mariadb.ts"
import { observe, type Observed, sessionsUnderTest, sleeping } from "../../plugins/mysql/server/observer.ts"
import { startProxy } from "../../plugins/mysql/server/proxy.ts"
import { creating, single, sqlFile, tables, typescript } from "../history.ts"
import { plannedStatements, sentStatements } from "../planned.ts"
import { Project } from "../project.ts"

/** It sleeps as long as a table says, so that a later run of the same file need not. */
const slow = sqlFile("CREATE TABLE x (id int); SELECT SLEEP(seconds) FROM nap;")
const tired = ["CREATE TABLE nap (seconds int)", "INSERT INTO nap VALUES (60)"]
const wake = "UPDATE nap SET seconds = 0"

const recorded = async (database: Observed) =>
  (await database.ask("SELECT CAST(version AS CHAR) AS version FROM schema_migrations ORDER BY 1")).map(({ version }) =>
    version
  )

const relations = async (database: Observed) =>
  (await database.ask(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() "
      + "AND table_name NOT LIKE 'schema\\_migrations%' ORDER BY 1",
  )).map(({ name }) => name)

const at = ({ url }: Pick<Observed, "url">) => ({ env: { DATABASE_URL: url } })

test.each([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const)(
  "%s while a statement runs: ended on the server, and the lock is free",
  async (signal, code) => {
    await using database = await observe()
    await database.ask(...tired)
    using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
    const running = project.start(["migrate"], at(database))
    await database.sees(sleeping)
    running.signal(signal)
    expect((await running.ended()).code).toBe(code)
    expect(await database.ask(sleeping)).toEqual([])
    expect(await recorded(database)).toEqual(["10"])
    await database.ask(wake)
    expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
    expect(await recorded(database)).toEqual(["10", "20"])
  },
)

test("SIGTERM in an async function that never ends", async () => {
  await using database = await observe()
  using project = new Project(
    single(
      "async up({ run, sql }) { await run(create(table(\"x\"))); await sql`SELECT 'here'`; await new Promise(() => {}) }",
    ),
  )
  const running = project.start(["migrate"], at(database))
  await database.sees("SHOW TABLES LIKE 'x'")
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  await database.sees(`SELECT 1 FROM dual WHERE NOT EXISTS (${sessionsUnderTest})`)
})

test("SIGTERM while the lock is waited for, which names its holder; a time limit ends the wait as well", async () => {
  await using database = await observe()
  await database.ask(...tired)
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const first = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  const second = project.start(["migrate"], at(database))
  await second.says(/waiting for session \d+ \(root@\S+, since .* UTC: SELECT SLEEP\(seconds\) FROM nap\)/)
  second.signal("SIGTERM")
  expect((await second.ended()).code).toBe(143)
  const third = await project.sterna(["migrate", "--lock-timeout", "200ms"], at(database))
  expect(third.code).toBe(5)
  expect(third.stderr).toMatch(/^error: .*session \d+ \(root/m)
  first.signal("SIGTERM")
  expect((await first.ended()).code).toBe(143)
})

test("the statement of a killed process keeps the lock until the server is done with it", async () => {
  await using database = await observe()
  await database.ask(...tired)
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const first = project.start(["migrate"], at(database))
  const { id } = await database.sees(sleeping)
  first.signal("SIGKILL")
  await first.ended()
  await database.ask(wake)
  const second = project.start(["migrate"], at(database))
  await second.says(/waiting for session \d+ \(root@\S+, since .* UTC: SELECT SLEEP\(seconds\) FROM nap\)/)
  await database.ask(`KILL ${String(id)}`)
  expect((await second.ended()).code).toBe(0)
  expect(await recorded(database)).toEqual(["10", "20"])
})

test("the loss of the session ends the run, and names the migration in flight", async () => {
  await using database = await observe()
  await database.ask(...tired)
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const running = project.start(["migrate"], at(database))
  const { id } = await database.sees(sleeping)
  await database.ask(`KILL ${String(id)}`)
  const { code, stderr } = await running.ended()
  expect(code).toBe(4)
  expect(stderr).toMatch(/^error: .*20.*The connection to the server ended/m)
  expect(await recorded(database)).toEqual(["10"])
})

test("stored programs through DELIMITER run for real, and text is UTF-8 whatever it holds", async () => {
  await using database = await observe()
  const up = `CREATE TABLE t (id int PRIMARY KEY, word varchar(20), twice int GENERATED ALWAYS AS (id * 2) STORED);
DELIMITER $$
CREATE PROCEDURE fill(IN n int)
BEGIN
  DECLARE i int DEFAULT 0;
  WHILE i < n DO
    SET i = i + 1;
    INSERT INTO t (id, word) VALUES (i, '字😀; é');
  END WHILE;
END$$
CREATE TRIGGER shout BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.word = CONCAT(NEW.word, '!'); END$$
DELIMITER ;
CREATE FUNCTION plus_one(x int) RETURNS int DETERMINISTIC BEGIN RETURN x + 1; END;
CALL fill(3);`
  const down = "DROP FUNCTION plus_one; DROP PROCEDURE fill; DROP TABLE t;"
  using project = new Project({ "migrations/10_programs.sql": sqlFile(up, down) })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await database.ask("SELECT id, word, twice, plus_one(id) AS more FROM t WHERE id = 3"))
    .toEqual([{ id: 3, word: "字😀; é!", twice: 6, more: 4 }])
  expect((await project.sterna(["rollback"], at(database))).code).toBe(0)
  expect(await relations(database)).toEqual([])
})

test("a prefix is a database of its own, with a versions table of its own", async () => {
  await using database = await observe()
  await using other = await observe()
  using project = new Project(tables(10))
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect((await project.sterna(["migrate", "--prefix", other.name], at(database))).code).toBe(0)
  expect([await recorded(other), await relations(other)]).toEqual([["10"], ["t10"]])
  expect((await project.sterna(["rollback", "--prefix", other.name], at(database))).code).toBe(0)
  expect([await relations(other), await relations(database)]).toEqual([[], ["t10"]])
  const missing = await project.sterna(["migrate", "--prefix", "nowhere"], at(database))
  expect(missing.code).toBe(2)
  expect(missing.stderr).toContain("There is no database \"nowhere\", or this user has no right in it")
})

test("what is concurrent runs beside readers and writers, or says why not", async () => {
  await using database = await observe()
  using project = new Project({
    ...tables(10),
    "migrations/20_index.ts": typescript("change: [create(index(\"t10\", [\"name\"], { concurrently: true }))]"),
    "migrations/30_text.sql": sqlFile("CREATE FULLTEXT INDEX words ON t10 (name) LOCK=NONE;"),
  })
  const { code, stderr } = await project.sterna(["migrate"], at(database))
  expect(code).toBe(1)
  expect(await recorded(database)).toEqual(["10", "20"])
  expect(stderr).toMatch(/LOCK=NONE is not supported[^]*beside readers and writers/)
})

const ecto = [
  "CREATE TABLE schema_migrations (version bigint, inserted_at datetime, PRIMARY KEY (version)) ENGINE = INNODB",
  "INSERT INTO schema_migrations VALUES (10, '2020-01-01 00:00:00')",
]
const dbmate = [
  "CREATE TABLE schema_migrations (version varchar(128) primary key)",
  "INSERT INTO schema_migrations VALUES ('10')",
]

test.each([["Ecto", ecto], ["dbmate", dbmate]])(
  "a database that %s migrated goes on, also at once",
  async (_, create) => {
    await using database = await observe()
    await database.ask(...create, "CREATE TABLE t10 (id int)")
    using project = new Project(tables(10, 20, 30))
    const ended = await Promise.all(Array.from({ length: 4 }, () => project.sterna(["migrate"], at(database))))
    expect(ended.map(({ code, stderr }) => ({ code, error: /error: [^]*/.exec(stderr)?.[0] })))
      .toEqual(Array.from({ length: 4 }, () => ({ code: 0, error: undefined })))
    expect(await recorded(database)).toEqual(["10", "20", "30"])
    expect(await database.ask("SELECT name, duration_ms IS NULL AS `unknown` FROM schema_migrations ORDER BY version"))
      .toEqual([{ name: null, unknown: 1 }, { name: "m20", unknown: 0 }, { name: "m30", unknown: 0 }])
    expect((await project.sterna(["rollback", "--all", "--yes"], at(database))).code).toBe(0)
    expect(await relations(database)).toEqual([])
  },
)

test("a user who may only read can run status, and is told why a migration cannot run", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  await project.sterna(["migrate"], at(database))
  project.write({ "migrations/20_m20.ts": creating("t20") })
  const name = `reader_${crypto.randomUUID().slice(0, 8)}`
  const account = `'${name}'@'127.0.0.1'`
  await database.ask(
    `CREATE USER ${account} IDENTIFIED BY 'secret'`,
    `GRANT SELECT ON schema_migrations TO ${account}`,
    `GRANT SELECT ON schema_migrations_steps TO ${account}`,
  )
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const status = await project.sterna(["status"], at({ url: url.href }))
  const migrate = await project.sterna(["migrate"], at({ url: url.href }))
  await database.ask(`DROP USER ${account}`)
  expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/ up +10 .*\n +down +20 /) })
  expect(migrate.code).not.toBe(0)
  expect(migrate.stderr).toContain(`\`${database.name}\`.\`schema_migrations_steps\` TO ${account}`)
})

test("a statement that fails is shown with its line and a caret", async () => {
  await using database = await observe()
  using project = new Project({ "migrations/10_bad.sql": sqlFile("CREATE TABLE t (\n  x int,\n  y nosuch type\n);") })
  const { code, stderr } = await project.sterna(["migrate"], at(database))
  expect(code).toBe(1)
  expect(stderr).toContain("(4161)")
  expect(stderr).toMatch(/nosuch/)
})

test("what the server says by the way is in the log", async () => {
  await using database = await observe()
  using project = new Project({ "migrations/10_drop.sql": sqlFile("DROP TABLE IF EXISTS nowhere;") })
  const { code, stderr, stdout } = await project.sterna(["migrate"], at(database))
  expect(code).toBe(0)
  expect(stderr).toMatch(/note: default: Unknown table '.*nowhere'/)
  expect(stdout).not.toContain("Unknown table")
})

test("a server that refuses is named, and no password", async () => {
  await using database = await observe()
  const url = new URL(database.url)
  url.password = "geheim%20%3A%40%2F"
  using project = new Project(tables(10))
  const { code, stderr, stdout } = await project.sterna(["migrate"], at({ url: url.href }))
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
  expect(stderr).toContain("does not take the password of the user root (1045)")
  expect(stderr).not.toContain("geheim")
})

test("a password of odd characters, in the URL and in MYSQL_PWD, and the scheme mariadb", async () => {
  await using database = await observe()
  const name = `odd_${crypto.randomUUID().slice(0, 8)}`
  const account = `'${name}'@'127.0.0.1'`
  const password = " %/?#[]@:&=+,;\"\\é字😀$~`|<>^{}'"
  await database.ask(
    `CREATE USER ${account} IDENTIFIED BY '${password.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
    `GRANT ALL ON ${database.name}.* TO ${account}`,
  )
  using project = new Project(tables(10))
  const { host, pathname } = new URL(database.url)
  const inUrl = `mariadb://${name}:${encodeURIComponent(password)}@${host}${pathname}`
  const named = await project.sterna(["migrate"], at({ url: inUrl }))
  const variable = { env: { DATABASE_URL: `mysql://${name}@${host}${pathname}`, MYSQL_PWD: password } }
  const fromVariable = await project.sterna(["status"], variable)
  await database.ask(`DROP USER ${account}`)
  expect([named.code, fromVariable.code]).toEqual([0, 0])
})

test("a server that restarts, and a network that is cut, end the run in a clear error, and the next run goes on", async () => {
  await using server = await startMariadb()
  await using database = await observe(server.url)
  await database.ask(...tired)
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const running = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  await server.restart()
  const { code, stderr } = await running.ended()
  expect(code).toBe(4)
  expect(stderr).toContain("The connection to the server ended")
  await database.ask(wake)
  await using proxy = await startProxy(database.url)
  expect((await project.sterna(["migrate"], at(proxy))).code).toBe(0)
  expect(await recorded(database)).toEqual(["10", "20"])
  project.write({ "migrations/30_slow.sql": sqlFile("SELECT SLEEP(60);") })
  const cut = project.start(["migrate"], at(proxy))
  await cut.says("30 slow")
  proxy.cut()
  const ended = await cut.ended()
  expect(ended.code).toBe(4)
  expect(ended.stderr).toContain("The connection to the server ended")
})

test("the round trips: two where nothing is pending, and three for a migration of one statement, six on MySQL", async () => {
  await using database = await observe()
  await using proxy = await startProxy(database.url)
  using project = new Project(tables(10))
  await project.sterna(["migrate"], at(database))
  project.write(tables(20, 30, 40))
  await project.sterna(["migrate"], at(proxy))
  // What is applied and in flight (two), the table's columns, the session's patience, the lock, the first two again, the
  // ledger, the session's name; then each migration: its intent, its statement, and begin, row, end of the ledger, commit,
  // which MariaDB takes as one statement; and the lock is given back.
  const [server] = await database.ask("SELECT VERSION() AS version")
  const each = /mariadb/i.test(String(server?.["version"])) ? 3 : 6
  expect(proxy.roundTrips()).toEqual([2 + 1 + 1 + 1 + 2 + 1 + 1 + 3 * each + 1])
  await project.sterna(["migrate"], at(proxy))
  await project.sterna(["status"], at(proxy))
  expect(proxy.roundTrips().slice(1)).toEqual([2, 2])
})

test("a plan is what migrate then sends, a dry run is refused, and a baseline has its history", async () => {
  await using database = await observe()
  using project = new Project({
    ...tables(10, 20),
    "migrations/30_index.ts": typescript(`change: [create(index("t20", ["name"]))]`),
  })
  const planned = plannedStatements((await project.sterna(["plan", "--json"], at(database))).stdout)
  const dry = await project.sterna(["migrate", "--dry-run"], at(database))
  expect(dry).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("so that there is no dry run") })
  expect(await relations(database)).toEqual([])
  await database.ask("CREATE TABLE t10 (id int)")
  expect((await project.sterna(["baseline", "10"], at(database))).code).toBe(0)
  expect((await project.sterna(["baseline", "10"], at(database))).code).toBe(6)
  const sent = sentStatements(
    (await project.sterna(["migrate", "--json", "--log-migrations-sql"], at(database))).stdout,
  )
  expect(sent).toEqual(planned.slice(1))
  const { migrations } = JSON.parse((await project.sterna(["history", "--json"], at(database))).stdout)
  expect(migrations).toMatchObject([{ version: "10", sternaVersion: expect.any(String) }, { version: "20" }, {
    version: "30",
  }])
  project.write({ "migrations/10_m10.ts": creating("other") })
  expect((await project.sterna(["resolve", "10", "--accept-checksum"], at(database))).code).toBe(0)
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
})

test("prefixes are databases: each has its own versions table, and SQL as it stands finds it with --search-path", async () => {
  await using database = await observe()
  const name = new URL(database.url).pathname.slice(1)
  const prefixes = [`${name}_a`, `${name}_b`]
  for (const prefix of prefixes) await database.ask(`CREATE DATABASE ${prefix}`)
  using project = new Project({ ...tables(10), "migrations/20_raw.sql": sqlFile("CREATE TABLE raw (id int);") })
  const flags = ["--prefixes", prefixes.join(","), "--search-path"]
  const up = await project.sterna(["migrate", ...flags], at(database))
  expect({ code: up.code, stdout: up.stdout }).toEqual({ code: 0, stdout: expect.stringContaining("2 changed") })
  expect(
    await database.ask(
      "SELECT table_schema AS prefix, table_name AS name FROM information_schema.tables "
        + `WHERE table_schema LIKE '${name}%' AND table_name IN ('t10', 'raw') ORDER BY 1, 2`,
    ),
  ).toEqual(prefixes.flatMap((prefix) => [{ prefix, name: "raw" }, { prefix, name: "t10" }]))
  expect((await project.sterna(["status", "--check", "--prefixes", prefixes.join(",")], at(database))).code).toBe(0)
  for (const prefix of prefixes) await database.ask(`DROP DATABASE ${prefix}`)
})

test("how long a migration took does not depend on the server's clock", async () => {
  await using database = await observe()
  using project = new Project({
    "migrations/10_clock.sql": sqlFile("SET timestamp = 4000000000; SELECT sleep(0.05); CREATE TABLE a (id int);"),
  })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  const [row] = await database.ask("SELECT duration_ms FROM schema_migrations")
  expect(Number(row?.["duration_ms"])).toBeGreaterThanOrEqual(50)
  expect(Number(row?.["duration_ms"])).toBeLessThan(3_600_000)
})
