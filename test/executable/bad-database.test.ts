import { expect, test } from "bun:test"
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { executable } from "./executable.ts"
import { sqlFile, tables } from "./history.ts"
import { Project, type StartOptions } from "./project.ts"
import { Running } from "./running.ts"

/** Every command refuses with one error that has these words in it, and changes nothing. */
async function refused(project: Project, expected: number, words: ReadonlyArray<string>, options: StartOptions = {}) {
  const before = project.files()
  for (const command of ["migrate", "rollback", "status"]) {
    const { code, stderr, stdout } = await project.sterna([command], options)
    expect({ command, code, stdout, stderr }).toEqual({
      command,
      code: expected,
      stdout: "",
      stderr: expect.any(String),
    })
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
    for (const word of words) expect(stderr).toContain(word)
  }
  expect(project.files()).toEqual(before)
}

test("a folder where the file should be", async () => {
  using project = new Project(tables(10))
  mkdirSync(project.path("blog.db"))
  await refused(project, 4, [project.path("blog.db"), "folder"])
})

test("a folder that is not there", async () => {
  using project = new Project(tables(10))
  await refused(project, 4, [project.path("no/such")], { env: { DATABASE_URL: "sqlite:no/such/blog.db" } })
})

test("a folder that is a file", async () => {
  using project = new Project({ ...tables(10), "file": "x" })
  await refused(project, 4, [project.path("file")], { env: { DATABASE_URL: "sqlite:file/blog.db" } })
})

test.each(["", "//"])("a URL that names no file: sqlite:%s", async (rest) => {
  using project = new Project(tables(10))
  await refused(project, 2, ["sqlite:"], { env: { DATABASE_URL: `sqlite:${rest}` } })
})

test("a file that is not there is no empty database to what is asked of one that was", async () => {
  using project = new Project(tables(10))
  const before = project.files()
  const commands = [
    "rollback",
    "rollback --all --yes",
    "redo",
    "history",
    "baseline 10",
    "resolve 10 --undone",
    "plan --rollback",
  ]
  for (const command of commands) {
    const { code, stderr, stdout } = await project.sterna(command.split(" "))
    expect({ command, code, stdout }).toEqual({ command, code: 4, stdout: "" })
    expect(stderr).toContain(`the database file ${project.path("blog.db")} does not exist`)
    expect(stderr).toContain("sterna create")
  }
  expect(project.files()).toEqual(before)
})

test.each([
  ["a text", "This is not a database, but long enough to be taken for one at first sight. ".repeat(20)],
  ["a few bytes", "short"],
])("a file that is no database: %s", async (_, text) => {
  using project = new Project({ ...tables(10), "blog.db": text })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
  expect(stderr).toContain(project.path("blog.db"))
  expect(project.files()).toEqual(before)
})

test("a database that is damaged", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  const bytes = readFileSync(project.path("blog.db"))
  bytes.fill(0x5a, 100)
  writeFileSync(project.path("blog.db"), bytes)
  await refused(project, 4, [project.path("blog.db")])
})

test("a file that may not be read", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  const before = project.read("blog.db")
  chmodSync(project.path("blog.db"), 0)
  for (const command of ["migrate", "rollback", "status"]) {
    const { code, stderr, stdout } = await project.sterna([command], { rightsBind: true })
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" })
    expect(stderr).toContain(project.path("blog.db"))
  }
  chmodSync(project.path("blog.db"), 0o644)
  expect(project.read("blog.db")).toBe(before)
})

test("a migration file that may not be read stops everything", async () => {
  using project = new Project(tables(10, 20))
  chmodSync(project.path("migrations/20_m20.ts"), 0)
  const { code, stderr, stdout } = await project.sterna(["migrate"], { rightsBind: true })
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(project.path("migrations/20_m20.ts"))
  chmodSync(project.path("migrations/20_m20.ts"), 0o644)
  expect(project.applied()).toEqual([])
})

test("a disk that is full", async () => {
  using project = new Project({
    ...tables(10, 30),
    "migrations/20_big.sql": sqlFile(`CREATE TABLE big (text TEXT);
      INSERT INTO big WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000)
      SELECT 'a row that takes some room ' || x FROM n;`),
  })
  // No file may grow beyond 4 MiB: 8192 blocks of 512 bytes. To the program it is what a full disk is: a failed write.
  const running = new Running(["sh", "-c", "trap '' XFSZ; ulimit -f 8192; exec \"$0\" migrate", executable()], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"] ?? "", DATABASE_URL: "sqlite:blog.db" },
  })
  const { code, stderr } = await running.ended()
  expect(code).toBe(1)
  expect(stderr).toContain("20_big.sql")
  expect(stderr).toContain("room")
  expect(stderr).toContain("undone")
  expect(project.applied()).toEqual([10])
  expect(project.tables()).toEqual(["t10"])
  expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 30])
})
