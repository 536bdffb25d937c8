import { expect, test } from "bun:test"
import { serve } from "../../plugins/listening.ts"
import { observe, type Observed, ofThisDatabase, sessionsUnderTest } from "../../plugins/postgres/server/observer.ts"
import { creating, single, sqlFile, tables, typescript } from "../history.ts"
import { type Files, Project } from "../project.ts"

const sleeping = `${sessionsUnderTest} AND query LIKE '%pg_sleep%' AND state = 'active'`
const slow = sqlFile("CREATE TABLE x (); SELECT pg_sleep(60);")

const recorded = async (database: Observed) =>
  (await database.ask("SELECT version::text AS version FROM schema_migrations ORDER BY 1")).map(({ version }) =>
    version
  )

const at = ({ url }: Pick<Observed, "url">) => ({ env: { DATABASE_URL: url } })

const logging: Files = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => index + 1).map((version) => [
    `migrations/${version}_m${version}.sql`,
    sqlFile(`${version === 1 ? "CREATE TABLE log (version int);" : ""} INSERT INTO log VALUES (${version});`),
  ]),
)

test.each([["with the lock", logging], ["without it", withoutLock(logging)]])(
  "8 processes at once on an empty database, %s: every migration exactly once",
  async (_, files) => {
    await using database = await observe()
    using project = new Project(files)
    const ended = await Promise.all(Array.from({ length: 8 }, () => project.sterna(["migrate"], at(database))))
    expect(ended.map(({ code, stderr }) => ({ code, error: /error: .*/.exec(stderr)?.[0] })))
      .toEqual(Array.from({ length: 8 }, () => ({ code: 0, error: undefined })))
    const versions = Array.from({ length: 20 }, (__, index) => index + 1)
    expect(await database.ask("SELECT version FROM log ORDER BY version")).toEqual(
      versions.map((version) => ({ version })),
    )
    const reported = ended.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^up +(\d+)/gm)].map(([, version]) => Number(version))
    )
    expect(reported.toSorted((one, other) => one - other)).toEqual(versions)
  },
)

function withoutLock(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replace("-- migrate:up", "-- migrate:up lock:false")]),
  )
}

test("three processes at once on a history with a concurrent index", async () => {
  await using database = await observe()
  using project = new Project({
    ...tables(10, 30),
    "migrations/20_index.ts": typescript(
      "change: [create(index(\"t10\", [\"name\"], { concurrently: true }))], transaction: false",
    ),
  })
  const ended = await Promise.all(Array.from({ length: 3 }, () => project.sterna(["migrate"], at(database))))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(await recorded(database)).toEqual(["10", "20", "30"])
})

test.each([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const)(
  "%s while a statement runs: cancelled on the server, undone, and the next run goes on",
  async (signal, code) => {
    await using database = await observe()
    using project = new Project({ ...tables(10, 30), "migrations/20_slow.sql": slow })
    const running = project.start(["migrate"], at(database))
    await database.sees(sleeping)
    running.signal(signal)
    expect((await running.ended()).code).toBe(code)
    expect(await database.ask(sleeping)).toEqual([])
    expect(await recorded(database)).toEqual(["10"])
    expect(await database.ask("SELECT to_regclass('x') AS x")).toEqual([{ x: null }])
    project.write({ "migrations/20_slow.sql": sqlFile("CREATE TABLE x ();") })
    expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
    expect(await recorded(database)).toEqual(["10", "20", "30"])
  },
)

test("SIGTERM in an async function that never ends", async () => {
  await using database = await observe()
  using project = new Project(
    single("async up({ run }) { await run(create(table(\"x\"))); await new Promise(() => {}) }"),
  )
  const running = project.start(["migrate"], at(database))
  await database.sees(`${sessionsUnderTest} AND query LIKE 'CREATE TABLE "x"%'`)
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(143)
  await database.sees(`SELECT 1 WHERE NOT EXISTS (${sessionsUnderTest})`)
  expect(await database.ask("SELECT to_regclass('x') AS x")).toEqual([{ x: null }])
})

test("SIGTERM while the lock is waited for, which names its holder; a time limit ends the wait as well", async () => {
  await using database = await observe()
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const first = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  const second = project.start(["migrate"], at(database))
  await second.says(/waiting for process \d+ \(sterna \d\S*, since/)
  second.signal("SIGTERM")
  expect((await second.ended()).code).toBe(143)
  const third = await project.sterna(["migrate", "--lock-timeout", "200ms"], at(database))
  expect(third.code).toBe(5)
  expect(third.stderr).toMatch(/^error: .*process \d+ \(sterna/m)
  first.signal("SIGTERM")
  expect((await first.ended()).code).toBe(143)
})

test("a holder that is killed blocks nobody", async () => {
  await using database = await observe()
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const first = project.start(["migrate"], at(database))
  const { pid } = await database.sees(sleeping)
  project.write({ "migrations/20_slow.sql": sqlFile("CREATE TABLE y ();") })
  first.signal("SIGKILL")
  await first.ended()
  // What it left runs on, in a transaction that has claimed the version.
  await database.ask(`SELECT pg_terminate_backend(${String(pid)})`)
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await recorded(database)).toEqual(["10", "20"])
})

test("the loss of the lock ends the run with 5 and names the migration in flight", async () => {
  await using database = await observe()
  using project = new Project({ ...tables(10), "migrations/20_slow.sql": slow })
  const running = project.start(["migrate"], at(database))
  await database.sees(sleeping)
  await database.ask(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${ofThisDatabase} AND mode = 'ShareUpdateExclusiveLock'`,
  )
  const { code, stderr } = await running.ended()
  expect(code).toBe(5)
  expect(stderr).toMatch(/^error: .*lock was lost while 20 ran: terminating connection/m)
  expect(await recorded(database)).toEqual(["10"])
})

test("SIGTERM while a server does not answer", async () => {
  const heard = Promise.withResolvers<void>()
  await using server = await serve((socket) => socket.once("data", () => heard.resolve()))
  using project = new Project(tables(10))
  const running = project.start(["migrate"], {
    env: { DATABASE_URL: `postgres://me:geheim@127.0.0.1:${server.port}/blog` },
  })
  await heard.promise
  running.signal("SIGTERM")
  const { code, stderr } = await running.ended()
  expect(code).toBe(143)
  expect(stderr).not.toContain("geheim")
})

test("a server that refuses is named, and no password", async () => {
  await using database = await observe()
  const url = new URL(database.url)
  url.password = "geheim%20%3A%40%2F"
  using project = new Project(tables(10))
  const { code, stderr, stdout } = await project.sterna(["migrate"], at({ url: url.href }))
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
  expect(stderr).toContain("does not take the password of the role postgres (28P01)")
  expect(stderr).not.toContain("geheim")
})

test("a password of odd characters", async () => {
  await using database = await observe()
  const name = `odd_${crypto.randomUUID().replaceAll("-", "")}`
  const password = "a b:c@d/e?f#g%h'i\"j\\k&l=mä😀"
  await database.ask(`CREATE ROLE ${name} LOGIN PASSWORD E'${password.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`)
  const url = new URL(database.url)
  url.username = name
  url.password = encodeURIComponent(password)
  using project = new Project(tables(10))
  const { code } = await project.sterna(["status"], at({ url: url.href }))
  await database.ask(`DROP ROLE ${name}`)
  expect(code).toBe(0)
})

test("a role that may only read can run status, and is told why it cannot migrate", async () => {
  await using database = await observe()
  using project = new Project(tables(10))
  await project.sterna(["migrate"], at(database))
  project.write({ "migrations/20_m20.ts": creating("t20") })
  const name = `reader_${crypto.randomUUID().replaceAll("-", "")}`
  await database.ask(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'; GRANT SELECT ON schema_migrations TO ${name}`)
  const url = new URL(database.url)
  url.username = name
  url.password = "secret"
  const status = await project.sterna(["status"], at({ url: url.href }))
  const migrate = await project.sterna(["migrate"], at({ url: url.href }))
  await database.ask(`DROP OWNED BY ${name}; DROP ROLE ${name}`)
  expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/ up +10 .*\n +down +20 /) })
  expect(migrate.code).toBe(4)
  expect(migrate.stderr).toContain(`GRANT UPDATE ON TABLE public.schema_migrations TO ${name}`)
})

test("a statement that fails is shown with its line and a caret, and what the server says of it", async () => {
  await using database = await observe()
  using project = new Project({
    "migrations/10_bad.sql": sqlFile("CREATE TABLE t (\n  x int,\n  y nosuchtype\n);"),
  })
  const { code, stderr } = await project.sterna(["migrate"], at(database))
  expect(code).toBe(1)
  expect(stderr).toContain("type \"nosuchtype\" does not exist (42704)")
  expect(stderr).toMatch(/y nosuchtype\n[^\n]*\^/)
})

test("what the server says by the way is in the log", async () => {
  await using database = await observe()
  using project = new Project({ "migrations/10_drop.sql": sqlFile("DROP TABLE IF EXISTS nowhere;") })
  const { code, stderr, stdout } = await project.sterna(["migrate"], at(database))
  expect(code).toBe(0)
  expect(stderr).toContain("notice: default: table \"nowhere\" does not exist, skipping")
  expect(stdout).not.toContain("notice")
})
