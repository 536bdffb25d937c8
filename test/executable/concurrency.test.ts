import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { symlinkSync } from "node:fs"
import { creating, tables, typescript } from "./history.ts"
import { endless, halfWritten, inTransaction, longMigration, shortMigration } from "./long-migration.ts"
import { type Files, Project } from "./project.ts"

const versions = Array.from({ length: 20 }, (_, index) => (index + 1) * 10)

/** Each migration leaves a line, in a table without a key that would refuse a second one. */
const logging: Files = Object.fromEntries(versions.map((version) => [
  `migrations/${version}_m${version}.sql`,
  `-- migrate:up\n${
    version === 10 ? "CREATE TABLE log (version INTEGER);\n" : ""
  }INSERT INTO log VALUES (${version});\n`
  + `-- migrate:down\nDELETE FROM log WHERE version = ${version};\n`,
]))

const log = (project: Project) => project.query("SELECT version FROM log ORDER BY rowid").map(({ version }) => version)

test.each([[2, 1], [2, 2], [2, 3], [8, 1], [8, 2]])(
  "%d processes at once, round %d: every migration exactly once",
  async (count) => {
    using project = new Project(logging)
    const ended = await Promise.all(Array.from({ length: count }, () => project.sterna(["migrate"])))
    expect(ended.map(({ code, stderr }) => ({ code, error: /error: .*/.exec(stderr)?.[0] })))
      .toEqual(Array.from({ length: count }, () => ({ code: 0, error: undefined })))
    expect(log(project)).toEqual(versions)
    expect(project.applied()).toEqual(versions)
    // Each is reported by the one that ran it, and by nobody else.
    const reported = ended.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^up +(\d+)/gm)].map(([, version]) => Number(version))
    )
    expect(reported.toSorted((one, other) => one - other)).toEqual(versions)
    expect(Object.keys(project.files()).filter((path) => /^blog\.db./.test(path))).toEqual([])
  },
)

test("with the lock off, too", async () => {
  using project = new Project({
    ...logging,
    "sterna.config.json": JSON.stringify({ repos: { main: { url: "sqlite:blog.db", migrationLock: false } } }),
  })
  const ended = await Promise.all(Array.from({ length: 4 }, () => project.sterna(["migrate"])))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  expect(log(project)).toEqual(versions)
})

test("migrations that do without the lock", async () => {
  using project = new Project(
    Object.fromEntries(
      Object.entries(logging).map(([path, text]) => [path, text.replace("-- migrate:up", "-- migrate:up lock:false")]),
    ),
  )
  const ended = await Promise.all(Array.from({ length: 4 }, () => project.sterna(["migrate"])))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  expect(log(project)).toEqual(versions)
})

test("rollbacks at once", async () => {
  using project = new Project(logging)
  await project.sterna(["migrate"])
  const ended = await Promise.all(Array.from({ length: 3 }, () => project.sterna(["rollback", "--to", "110"])))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(log(project)).toEqual(versions.slice(0, 10))
})

test("a write-ahead log", async () => {
  using project = new Project(logging)
  project.query("PRAGMA journal_mode = WAL")
  const ended = await Promise.all(Array.from({ length: 4 }, () => project.sterna(["migrate"])))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  expect(log(project)).toEqual(versions)
})

test("one file by two names has one lock", async () => {
  using project = new Project(logging)
  project.query("SELECT 1")
  symlinkSync(project.path("blog.db"), project.path("other.db"))
  const urls = ["sqlite:blog.db", "sqlite:other.db", `sqlite:${project.path("blog.db")}`]
  const ended = await Promise.all(urls.map((DATABASE_URL) => project.sterna(["migrate"], { env: { DATABASE_URL } })))
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(log(project)).toEqual(versions)
})

test.each([
  ["from the beginning", 0],
  ["with some applied", 1],
])("a busy database is waited for, then given up: %s", async (_, applied) => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate", "--step", String(applied)])
  const before = project.applied()
  using holder = new Database(project.path("blog.db"), { create: true, readwrite: true })
  holder.run("BEGIN IMMEDIATE")
  const { code, stderr, stdout } = await project.sterna(["migrate", "--lock-timeout", "300ms"])
  expect({ code, stdout }).toEqual({ code: 5, stdout: "" })
  expect(stderr.match(/^error: /gm)).toHaveLength(1)
  // Who holds it, of which file, and what to do.
  expect(stderr).toContain(`process ${process.pid}`)
  expect(stderr).toContain(project.path("blog.db"))
  expect(stderr).toContain("--lock-timeout")
  holder.run("ROLLBACK")
  expect(project.applied()).toEqual(before)
})

test("a database that is released in time", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate", "--step", "1"])
  using holder = new Database(project.path("blog.db"))
  holder.run("BEGIN IMMEDIATE")
  const running = project.start(["migrate"])
  await running.says("20 m20")
  holder.run("COMMIT")
  expect((await running.ended()).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test("a run that waits for another says for whom, and gives up in time", async () => {
  using project = new Project({ ...tables(10), "migrations/20_endless.ts": endless })
  const first = project.start(["migrate"])
  await inTransaction(project, first)
  const { code, stderr } = await project.sterna(["migrate", "--lock-timeout", "300ms"])
  expect(code).toBe(5)
  expect(stderr).toMatch(new RegExp(`waiting for process ${first.pid}`))
  expect(stderr).toMatch(new RegExp(`^error: .*process ${first.pid}`, "m"))
  expect(stderr).toContain("--lock-timeout")
})

test("a database that another run has locked even for readers", async () => {
  using project = new Project({ ...tables(10), "migrations/20_long.sql": longMigration })
  const first = project.start(["migrate"])
  await halfWritten(project, first)
  const { code, stderr } = await project.sterna(["migrate", "--lock-timeout", "300ms"])
  expect(code).toBe(5)
  expect(stderr).toContain(`waiting for process ${first.pid}`)
  expect(stderr).toMatch(/^error: /m)
  expect(stderr).toContain("--lock-timeout")
})

test("a holder that is killed blocks nobody", async () => {
  using project = new Project({ ...tables(10), "migrations/20_endless.ts": endless })
  const first = project.start(["migrate"])
  await inTransaction(project, first)
  project.write({ "migrations/20_endless.ts": creating("x") })
  const second = project.start(["migrate"])
  await second.says(`process ${first.pid}`)
  first.signal("SIGKILL")
  expect((await second.ended()).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
  expect(Object.keys(project.files()).filter((path) => path.startsWith("blog.db"))).toEqual(["blog.db"])
})

test("a holder that is killed with half of its transaction in the file blocks nobody", async () => {
  using project = new Project({ ...tables(10), "migrations/20_long.sql": longMigration })
  const first = project.start(["migrate"])
  await halfWritten(project, first)
  project.write({ "migrations/20_long.sql": shortMigration })
  const second = project.start(["migrate"])
  await second.says(`process ${first.pid}`)
  first.signal("SIGKILL")
  expect((await second.ended()).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
  expect(project.query("SELECT count(*) AS n FROM big")).toEqual([{ n: 0 }])
  expect(Object.keys(project.files()).filter((path) => path.startsWith("blog.db"))).toEqual(["blog.db"])
})

test("a rollback that waited does not take back something else than what it was asked for", async () => {
  using project = new Project({
    ...tables(10, 20),
    "migrations/30_gated.ts": typescript(`
      async up({ run }) {
        await run(create(table("t30")))
        while (!(await Bun.file("gate").exists())) await Bun.sleep(5)
      },
      down: [drop(table("t30"))],`),
  })
  await project.sterna(["migrate", "--to", "20"])
  const migrating = project.start(["migrate"])
  await migrating.says("create table t30")
  const rolling = project.start(["rollback"])
  await rolling.says(`process ${migrating.pid}`)
  project.write({ gate: "" })
  expect((await migrating.ended()).code).toBe(0)
  const { code, stderr, stdout } = await rolling.ended()
  expect({ code, stdout }).toEqual({ code: 6, stdout: "" })
  expect(stderr).toContain("another run applied 30 gated")
  expect(project.applied()).toEqual([10, 20, 30])
})

test("what was taken back while a migrate waited is migrated again", async () => {
  using project = new Project({
    ...tables(10, 30),
    "migrations/20_gated.ts": typescript(`
      up: [create(table("t20"))],
      async down({ run }) {
        await run(drop(table("t20")))
        while (!(await Bun.file("gate").exists())) await Bun.sleep(5)
      },`),
  })
  await project.sterna(["migrate", "--to", "20"])
  const rolling = project.start(["rollback"])
  await rolling.says("drop table t20")
  const migrating = project.start(["migrate"])
  await migrating.says(`process ${rolling.pid}`)
  project.write({ gate: "" })
  expect((await rolling.ended()).code).toBe(0)
  expect((await migrating.ended()).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 30])
})
