import { SQL } from "bun"
import { expect, test } from "bun:test"
import { chmodSync, cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { mariadbDumpBinary } from "../../../scripts/servers/mysql/dump-binary.ts"
import { postgresBinaries } from "../../../scripts/servers/postgres/binaries.ts"
import { startCluster } from "../../../scripts/servers/postgres/cluster.ts"
import { structureFooter, structureHeader } from "../../../src/run/structure-file.ts"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { makeCertificates } from "../../plugins/postgres/server/certificates.ts"
import { observe, type Observed, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { eventually } from "../eventually.ts"
import { creating, sqlFile, tables } from "../history.ts"
import { Project } from "../project.ts"

const at = ({ url }: Pick<Observed, "url">) => ({ env: { DATABASE_URL: url } })

/** What a schema may hold that a file of SQL has to say right. */
const odd = sqlFile(`
CREATE EXTENSION pg_trgm;
CREATE SCHEMA "Odd schema";
CREATE TYPE "Odd schema".mood AS ENUM ('it''s fine', 'E\\x');
CREATE TABLE "Odd schema"."a;b" ("x;y" text DEFAULT 'a;''b', m "Odd schema".mood, id int GENERATED ALWAYS AS IDENTITY);
CREATE INDEX trigram ON "Odd schema"."a;b" USING gin ("x;y" gin_trgm_ops);
COMMENT ON TABLE "Odd schema"."a;b" IS 'Tern;
\\restrict it is not
-- Dumped by pg_dump version 1
';
CREATE FUNCTION later() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
CREATE FUNCTION sooner() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN PERFORM later(); RETURN NEW; END; $f$;
CREATE TRIGGER t BEFORE INSERT ON "Odd schema"."a;b" FOR EACH ROW EXECUTE FUNCTION sooner();
CREATE RULE r AS ON DELETE TO "Odd schema"."a;b" DO ALSO (SELECT 1; SELECT 2);
CREATE MATERIALIZED VIEW v AS SELECT id FROM "Odd schema"."a;b";
`)

/** The same on MariaDB. */
const oddMysql = sqlFile(`
CREATE TABLE \`a;b\` (\`x;y\` varchar(30) COLLATE utf8mb4_bin DEFAULT 'a;''b', id bigint PRIMARY KEY AUTO_INCREMENT,
  twice bigint GENERATED ALWAYS AS (length(\`x;y\`) * 2) STORED, kind enum('it''s fine', 'a\\\\x'), at timestamp(6) NULL) AUTO_INCREMENT = 7
  COMMENT = 'AUTO_INCREMENT=7 Küste 😀;
-- it is not';
INSERT INTO \`a;b\` (kind) VALUES ('a\\\\x');
CREATE SEQUENCE numbers;
SELECT NEXTVAL(numbers);
CREATE VIEW before_it AS SELECT id FROM \`a;b\`;
CREATE VIEW a_view AS SELECT id FROM before_it;
DELIMITER //
CREATE PROCEDURE later() BEGIN SELECT 'DELIMITER ;'; CREATE TEMPORARY TABLE s (id int PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 3; END//
CREATE FUNCTION sooner() RETURNS int DETERMINISTIC BEGIN RETURN 1; END//
CREATE TRIGGER t BEFORE INSERT ON \`a;b\` FOR EACH ROW BEGIN SET @a = 1; SET @b = sooner(); END//
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN SET @a = 1; SET @b = 2; END//
DELIMITER ;
`)

interface Observing {
  readonly server: string
  readonly observe: () => Promise<Pick<Observed, "ask" | "sees" | "url"> & AsyncDisposable>
}

const postgres: Observing = { server: "PostgreSQL", observe: () => observe() }
const mariadb: Observing = {
  server: "MariaDB",
  observe: async () => {
    await mariadbDumpBinary()
    return observeMysql()
  },
}

const historyOf = async (project: Project, database: Pick<Observed, "url">) =>
  (await project.sterna(["status", "--json"], at(database))).stdout

test.each([
  {
    ...postgres,
    odd,
    marks: /^\\.*|^-- Dumped .*/gm,
    left: ["\\restrict it is not", "-- Dumped by pg_dump version 1"],
  },
  {
    ...mariadb,
    odd: oddMysql,
    // How far counters have come is left out, where it is one.
    marks: /^-- .*|.*[0-9]-MariaDB.*|AUTO_INCREMENT ?= ?\d+|SETVAL|sandbox/gm,
    left: ["AUTO_INCREMENT=7", "AUTO_INCREMENT = 3"],
  },
])(
  "dump, drop, create, load: the same history and schema, byte by byte: $server",
  async ({ left, marks, ...on }) => {
    await using database = await on.observe()
    using project = new Project({ "migrations/20260201000000_odd.sql": on.odd })
    cpSync(join(import.meta.dir, "../../../migrations"), project.path("migrations"), { recursive: true })
    expect((await project.sterna(["migrate", "--quiet"], at(database))).code).toBe(0)
    const before = await historyOf(project, database)
    const dump = await project.sterna(["dump"], at(database))
    expect(dump).toEqual({ code: 0, stdout: `${project.path("structure.sql")}\n`, stderr: "" })
    const text = project.read("structure.sql")
    await project.sterna(["dump"], at(database))
    expect(project.read("structure.sql")).toBe(text)
    expect([...text.replace(`${structureHeader}\n`, "").replace(structureFooter, "").match(marks) ?? []]).toEqual([
      ...left,
    ])

    expect((await project.sterna(["drop", "--yes", "--force"], at(database))).code).toBe(0)
    expect((await project.sterna(["create"], at(database))).code).toBe(0)
    const load = await project.sterna(["load"], at(database))
    expect(load).toEqual({
      code: 0,
      stdout: `Structure loaded from ${project.path("structure.sql")}: 9 versions\n`,
      stderr: expect.stringMatching(/^(?:warning: default: Event scheduler is switched off.*\n)?$/),
    })
    expect(await historyOf(project, database)).toBe(before)
    expect((await project.sterna(["status", "--check"], at(database))).code).toBe(0)
    await project.sterna(["dump", "-d", "again.sql"], at(database))
    expect(project.read("again.sql")).toBe(text)
  },
)

test("a file with psql's commands, as pg_dump and Ecto leave it; what it sets does not outlive it", async () => {
  await using database = await observe()
  using project = new Project({
    "structure.sql": `\\restrict abc
SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
SET row_security = off;
CREATE TABLE public.schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
\\unrestrict abc
INSERT INTO public."schema_migrations" (version) VALUES (10);
`,
  })
  const { code, stdout } = await project.sterna(["load", "--json"], at(database))
  expect(code).toBe(0)
  // The versions are read again on the same connection, by a name that only the search path finds.
  expect(JSON.parse(stdout)).toMatchObject({ loaded: true, versions: 1 })
})

test.each([
  {
    ...postgres,
    text: "\\restrict a\n\nCREATE TABLE a ();\nCREATE TABLE b (c nosuchtype);\n",
    problem: "type \"nosuchtype\" does not exist (42704)",
    outcome: "Nothing of the file was loaded.",
    tables: 0,
  },
  {
    ...mariadb,
    text:
      "SET sql_mode = 'ANSI';\nSET SESSION wait_timeout = 9;\nCREATE TABLE a (id int);\nCREATE TABLE b (c nosuchtype);\n",
    problem: "'nosuchtype' (4161)",
    outcome: "What stands before it was done and stays.",
    tables: 1,
  },
])("a statement that fails is shown with file and line, and what is left: $server", async (row) => {
  await using database = await row.observe()
  using project = new Project({ "structure.sql": row.text })
  const { code, stderr } = await project.sterna(["load"], at(database))
  expect(code).toBe(1)
  expect(stderr).toContain(row.problem)
  expect(stderr).toContain(`It stands in ${project.path("structure.sql")}, line 4. ${row.outcome}`)
  expect(
    await database.ask(
      "SELECT 1 AS one FROM information_schema.tables WHERE table_name = 'a' "
        + `AND ${row.server === "MariaDB" ? "table_schema = DATABASE()" : "table_schema = 'public'"}`,
    ),
  ).toHaveLength(row.tables)
})

test.each([postgres, mariadb])(
  "a database with versions is refused, or passed over, also when another loads at the same time: $server",
  async (on) => {
    await using database = await on.observe()
    using project = new Project(tables(10, 20))
    await project.sterna(["migrate"], at(database))
    await project.sterna(["dump"], at(database))
    const refused = await project.sterna(["load"], at(database))
    expect(refused).toMatchObject({ code: 2, stdout: "" })
    expect(refused.stderr).toStartWith("error: The database of repo default has 2 applied migrations already")
    expect((await project.sterna(["load", "--skip-if-loaded"], at(database))).stdout).toBe(
      "Structure already loaded: 2 versions\n",
    )
    await database.ask("DROP TABLE t10, t20, schema_migrations")
    await database.ask("DROP TABLE IF EXISTS schema_migrations_steps")
    const ended = await Promise.all(
      Array.from({ length: 4 }, () => project.sterna(["load", "--skip-if-loaded"], at(database))),
    )
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    expect(ended.filter(({ stdout }) => stdout.startsWith("Structure loaded"))).toHaveLength(1)
  },
)

test("a table that Ecto made, in a prefix, is dumped as it is", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  await database.ask(`CREATE SCHEMA "a""b"; CREATE TABLE elsewhere ();
    CREATE TABLE "a""b".schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
    INSERT INTO "a""b".schema_migrations VALUES (20, '2026-02-03 04:05:06'), (3, NULL)`)
  const environment = { env: { DATABASE_URL: database.url, PGDATESTYLE: "German" } }
  expect((await project.sterna(["dump", "--prefix", "a\"b"], environment)).code).toBe(0)
  const text = project.read("structure.sql")
  expect(text).toContain("CREATE SCHEMA \"a\"\"b\";")
  expect(text).not.toContain("elsewhere")
  expect(text.replace(`\n${structureFooter}\n`, "").split("\n").slice(-3)).toEqual([
    "INSERT INTO \"a\"\"b\".\"schema_migrations\" (\"version\", \"inserted_at\") VALUES ('3', NULL);",
    "INSERT INTO \"a\"\"b\".\"schema_migrations\" (\"version\", \"inserted_at\") VALUES ('20', '2026-02-03 04:05:06');",
    "",
  ])
})

test("without pg_dump, and with one that is older than the server, nothing is written, and how to get it is said", async () => {
  await using old = await observe()
  await using newest = await observe("newest")
  using project = new Project({
    "structure.sql": `${structureHeader}\n-- the old one\n`,
    "bin/pg_dump": "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n",
  })
  chmodSync(project.path("bin/pg_dump"), 0o755)
  const before = project.files()
  const without = await project.sterna(["dump"], { env: { DATABASE_URL: old.url, PATH: "/nowhere" } })
  expect(without).toMatchObject({ code: 2, stdout: "" })
  expect(without.stderr).toContain("there is none on the PATH. Install PostgreSQL's client programs")
  const path = `${project.path("bin")}:/bin`
  const older = await project.sterna(["dump"], { env: { DATABASE_URL: newest.url, PATH: path } })
  expect(older).toMatchObject({ code: 2, stdout: "" })
  expect(older.stderr).toMatch(
    /is of version 9\.6\.24, and cannot read a server of (\d+)\S* Install .*, of version \1 or/,
  )
  expect(project.files()).toEqual(before)
})

test("a dump that fails leaves the file as it was, says why, and no password", async () => {
  await using database = await observe()
  using project = new Project({ ...tables(10), "structure.sql": `${structureHeader}\n-- the old one\n` })
  await project.sterna(["migrate"], at(database))
  const name = `reader_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(`CREATE ROLE ${name} LOGIN PASSWORD 'geheim'; GRANT SELECT ON schema_migrations TO ${name}`)
  const url = new URL(database.url)
  url.username = name
  url.password = "geheim"
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["dump"], at({ url: url.href }))
  await database.ask(`DROP OWNED BY ${name}; DROP ROLE ${name}`)
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  expect(stderr).toContain("permission denied for table t10")
  expect(stderr).not.toContain("geheim")
  expect(project.files()).toEqual(before)
})

test("SIGTERM while pg_dump waits: it ends as well, the file stays as it was, and no argument held the password", async () => {
  await using database = await observe()
  using project = new Project({ ...tables(10), "structure.sql": `${structureHeader}\n-- the old one\n` })
  await project.sterna(["migrate"], at(database))
  const before = project.files()
  await using holder = new SQL({ url: database.url, max: 1 })
  const session = await holder.reserve()
  await session.unsafe("BEGIN; LOCK TABLE t10 IN ACCESS EXCLUSIVE MODE")
  const running = project.start(["dump"], at(database))
  await database.sees(`${sessionsUnderTest} AND query LIKE 'LOCK TABLE%ACCESS SHARE MODE' AND wait_event_type = 'Lock'`)
  const [child] = readFileSync(`/proc/${running.pid}/task/${running.pid}/children`, "utf8").trim().split(" ")
  const read = (what: string) => readFileSync(`/proc/${child}/${what}`, "utf8")
  const password = new URL(database.url).password
  expect(password).not.toBe("")
  expect(read("cmdline")).toContain("--schema-only")
  expect(read("cmdline")).not.toContain(password)
  expect(read("environ")).toContain(`PGPASSWORD=${password}`)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  await eventually(() => {
    try {
      return read("cmdline") === ""
    } catch {
      return true
    }
  })
  await database.sees(`SELECT 1 WHERE NOT EXISTS (${sessionsUnderTest} AND query LIKE 'LOCK TABLE%SHARE MODE')`)
  expect(project.files()).toEqual(before)
  await session.release()
})

test("a migration that ends in the meantime is in neither half of the dump", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  await project.sterna(["migrate"], at(database))
  await using holder = new SQL({ url: database.url, max: 1 })
  const session = await holder.reserve()
  await session.unsafe("BEGIN; LOCK TABLE t10 IN ACCESS EXCLUSIVE MODE")
  const running = project.start(["dump"], at(database))
  await database.sees(`${sessionsUnderTest} AND query LIKE 'LOCK TABLE%ACCESS SHARE MODE' AND wait_event_type = 'Lock'`)
  project.write({ "migrations/20_m20.ts": creating("t20") })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  await session.unsafe("COMMIT")
  await session.unsafe("COMMIT")
  await session.release()
  expect((await running.ended()).code).toBe(0)
  expect(project.read("structure.sql")).toContain("VALUES ('10', ")
  expect(project.read("structure.sql")).not.toMatch(/t20|\('20', /)
})

test("TLS with a client's certificate whose key has a passphrase, of a service, with libpq's variables", async () => {
  const { authority, client, server } = await makeCertificates("certified")
  await using cluster = await startCluster({
    binaries: await postgresBinaries("installed"),
    access:
      "local all all trust\nhostssl all certified 127.0.0.1/32 cert\nhost all postgres 127.0.0.1/32 scram-sha-256\n",
    files: { "server.crt": server.certificate, "server.key": server.key, "authority.crt": authority.certificate },
    settings: {
      ssl: "on",
      ssl_cert_file: "'FOLDER/server.crt'",
      ssl_key_file: "'FOLDER/server.key'",
      ssl_ca_file: "'FOLDER/authority.crt'",
    },
  })
  using project = new Project(tables(10))
  await using superuser = new SQL({ url: cluster.url, max: 1 })
  await superuser.unsafe("CREATE ROLE certified LOGIN CREATEDB")
  writeFileSync(project.path("plain.key"), client.key)
  const passphrase = "geheim"
  const openssl = Bun.spawnSync(["openssl", "ec", "-aes256", "-passout", `pass:${passphrase}`, "-out", "client.key"], {
    cwd: project.folder,
    stdin: Buffer.from(client.key),
  })
  expect(openssl.exitCode).toBe(0)
  project.remove("plain.key")
  project.write({
    "client.crt": client.certificate,
    "root.crt": authority.certificate,
    "service.conf": `[main]\nhost=db.example,db.example\nhostaddr=127.0.0.1,127.0.0.1\nport=1,${cluster.port}\n`
      + `sslmode=verify-full\nsslcert=${project.path("client.crt")}\nsslkey=${project.path("client.key")}\n`,
  })
  chmodSync(project.path("client.key"), 0o600)
  const env = {
    PGSERVICEFILE: project.path("service.conf"),
    PGUSER: "certified",
    PGDATABASE: "blog",
    PGSSLROOTCERT: project.path("root.crt"),
    DATABASE_URL: `postgres://?service=main&sslpassword=${passphrase}&keepalives_idle=5`,
    TMPDIR: project.path("tmp"),
  }
  project.write({ "tmp/keep": "" })
  for (
    const args of [["create"], ["migrate"], ["dump"], ["drop", "--yes"], ["create"], ["load"], ["status", "--check"]]
  ) {
    const { code, stderr } = await project.sterna(args, { env: { PATH: process.env["PATH"] ?? "", ...env } })
    expect({ args, code, error: /error:[^]*/.exec(stderr)?.[0] }).toEqual({ args, code: 0, error: undefined })
    expect(stderr).not.toContain(passphrase)
  }
  expect(Object.keys(project.files()).filter((path) => path.startsWith("tmp/"))).toEqual(["tmp/keep"])
})
