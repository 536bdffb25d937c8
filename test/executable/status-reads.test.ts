import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { chmodSync, copyFileSync, mkdirSync } from "node:fs"
import { tables } from "./history.ts"
import { killHalfWay, longMigration } from "./long-migration.ts"
import { Project, type StartOptions } from "./project.ts"

const asUser: StartOptions = { rightsBind: true }

/** Status as a user to whom the rights of files apply, and a proof that it changed nothing. */
async function statusOf(project: Project, options: StartOptions = asUser) {
  const before = project.files()
  const ended = await project.sterna(["status"], options)
  expect(project.files()).toEqual(before)
  return ended
}

/** A folder `shelf` with the database of a project that has version 10 applied and 20 pending. */
async function shelf() {
  const project = new Project(tables(10, 20))
  mkdirSync(project.path("shelf"))
  const env = { DATABASE_URL: "sqlite:shelf/blog.db" }
  expect((await project.sterna(["migrate", "--step", "1"], { env })).code).toBe(0)
  return { project, options: { ...asUser, env } }
}

const shown = { code: 0, stderr: "", stdout: expect.stringMatching(/ up +10 .*\n +down +20 /) }
const nothingApplied = { code: 0, stderr: "", stdout: expect.stringMatching(/ down +10 .*\n +down +20 /) }

test("a database that is not there stays so", async () => {
  using project = new Project(tables(10, 20))
  const stderr = `warning: Repo default: the database file ${project.path("blog.db")} does not exist yet: `
    + "`sterna migrate` makes it.\n"
  expect(await statusOf(project)).toEqual({ ...nothingApplied, stderr })
  expect((await project.sterna(["status", "--check"])).code).toBe(3)
  expect(project.files()).not.toHaveProperty(["blog.db"])
})

test("an empty file stays empty", async () => {
  using project = new Project({ ...tables(10, 20), "blog.db": "" })
  expect(await statusOf(project)).toEqual(nothingApplied)
})

test("a database without the versions table gets none", async () => {
  using project = new Project(tables(10, 20))
  project.query("CREATE TABLE unrelated (id INTEGER)")
  expect(await statusOf(project)).toEqual(nothingApplied)
})

test("a file that may only be read", async () => {
  const { options, project } = await shelf()
  using _ = project
  chmodSync(project.path("shelf/blog.db"), 0o444)
  expect(await statusOf(project, options)).toEqual(shown)
  // The rights do bind: to migrate is refused, and nothing is changed.
  const before = project.files()
  const refused = await project.sterna(["migrate"], options)
  expect(refused.code).toBe(4)
  expect(refused.stderr).toContain("may not be written")
  expect(project.files()).toEqual(before)
})

test("a folder that may only be read", async () => {
  const { options, project } = await shelf()
  using _ = project
  chmodSync(project.path("shelf"), 0o555)
  expect(await statusOf(project, options)).toEqual(shown)
  const before = project.files()
  const refused = await project.sterna(["migrate"], options)
  expect(refused.code).toBe(4)
  expect(refused.stderr).toContain(project.path("shelf"))
  expect(project.files()).toEqual(before)
})

test("a file and a folder that may only be read", async () => {
  const { options, project } = await shelf()
  using _ = project
  chmodSync(project.path("shelf/blog.db"), 0o444)
  chmodSync(project.path("shelf"), 0o555)
  expect(await statusOf(project, options)).toEqual(shown)
})

test("a write-ahead log that nobody has open", async () => {
  const { options, project } = await shelf()
  using _ = project
  expect(project.query("PRAGMA journal_mode = WAL", "shelf/blog.db")).toEqual([{ journal_mode: "wal" }])
  expect(await project.sterna(["status"], options)).toEqual(shown)
  chmodSync(project.path("shelf/blog.db"), 0o444)
  chmodSync(project.path("shelf"), 0o555)
  expect(await statusOf(project, options)).toEqual(shown)
})

test("a write-ahead log in use", async () => {
  const { options, project } = await shelf()
  using _ = project
  using connection = new Database(project.path("shelf/blog.db"))
  connection.run("PRAGMA journal_mode = WAL")
  connection.run("CREATE TABLE unrelated (id INTEGER)")
  connection.run("BEGIN IMMEDIATE")
  expect(await project.sterna(["status"], options)).toEqual(shown)
})

test("a write-ahead log with content that may only be read, and its owner gone", async () => {
  const { options, project } = await shelf()
  using _ = project
  {
    using connection = new Database(project.path("shelf/blog.db"))
    connection.run("PRAGMA journal_mode = WAL")
    connection.run("DELETE FROM schema_migrations")
    mkdirSync(project.path("copy"))
    for (const suffix of ["", "-wal"]) {
      copyFileSync(project.path(`shelf/blog.db${suffix}`), project.path(`copy/blog.db${suffix}`))
    }
  }
  for (const suffix of ["", "-wal"]) chmodSync(project.path(`copy/blog.db${suffix}`), 0o444)
  chmodSync(project.path("copy"), 0o555)
  // Read as it stands, the database would still say that 10 is applied.
  const { code, stderr, stdout } = await statusOf(project, { ...options, env: { DATABASE_URL: "sqlite:copy/blog.db" } })
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
  expect(stderr).toContain("blog.db-wal")
})

test("while another process writes", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate", "--step", "1"])
  using connection = new Database(project.path("blog.db"))
  connection.run("BEGIN IMMEDIATE")
  connection.run("CREATE TABLE unrelated (id INTEGER)")
  expect(await project.sterna(["status"])).toEqual(shown)
})

test("right after a run was killed in the middle of its transaction", async () => {
  using project = new Project({ ...tables(10), "migrations/20_long.sql": longMigration })
  await killHalfWay(project)
  expect(project.files()).toHaveProperty(["blog.db-journal"])
  expect(await project.sterna(["status"], asUser)).toEqual(shown)
  expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
  expect(project.tables()).toEqual(["t10"])
})

test("right after a run was killed, in a folder that may only be read", async () => {
  using project = new Project({ ...tables(10), "migrations/20_long.sql": longMigration })
  await killHalfWay(project)
  mkdirSync(project.path("copy"))
  for (const suffix of ["", "-journal"]) {
    copyFileSync(project.path(`blog.db${suffix}`), project.path(`copy/blog.db${suffix}`))
    chmodSync(project.path(`copy/blog.db${suffix}`), 0o444)
  }
  chmodSync(project.path("copy"), 0o555)
  const { code, stderr, stdout } = await statusOf(project, { ...asUser, env: { DATABASE_URL: "sqlite:copy/blog.db" } })
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
  expect(stderr).toContain("blog.db-journal")
})
