import { expect, test } from "bun:test"
import { chmodSync, cpSync, lstatSync, readdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { structureHeader } from "../../src/run/structure-file.ts"
import { creating, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const historyOf = async (project: Project) => (await project.sterna(["status", "--json"])).stdout

test("dump, drop, create, load: the same history and schema", async () => {
  using project = new Project()
  cpSync(join(import.meta.dir, "../../migrations"), project.path("migrations"), { recursive: true })
  await project.sterna(["migrate"])
  const before = await historyOf(project)
  expect(await project.sterna(["dump"])).toEqual({ code: 0, stdout: `${project.path("structure.sql")}\n`, stderr: "" })
  const text = project.read("structure.sql")
  expect((await project.sterna(["drop", "--yes"])).code).toBe(0)
  expect((await project.sterna(["create"])).code).toBe(0)
  expect(await project.sterna(["load"])).toEqual({
    code: 0,
    stdout: `Structure loaded from ${project.path("structure.sql")}: 8 versions\n`,
    stderr: "",
  })
  expect(await historyOf(project)).toBe(before)
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
  await project.sterna(["dump", "-d", "again.sql"])
  expect(project.read("again.sql")).toBe(text)
  expect((await project.sterna(["rollback", "--all", "--yes"])).code).toBe(0)
})

test("what is half done is not dumped: its schema would stand there as that of a migration that has not begun", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_half.ts": typescript(
      "transaction: false, up: [execute(\"CREATE TABLE half (id int)\"), execute(\"INSERT INTO nowhere VALUES (1)\")]",
    ),
  })
  await project.sterna(["migrate"])
  const { code, stderr } = await project.sterna(["dump"])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("20 half of repo default is half done") })
  expect(project.files()["structure.sql"]).toBeUndefined()
})

test("what is no structure file, and no bundle, is not written over", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  expect((await project.sterna(["dump", "-d", "blog.db"])).code).toBe(2)
  const migration = project.read("migrations/10_m10.ts")
  const dump = await project.sterna(["dump", "-d", "migrations/10_m10.ts"])
  expect(dump).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/is no structure file.* --force/) })
  expect(project.read("migrations/10_m10.ts")).toBe(migration)
  project.write({ "notes.sql": "SELECT 1;\n" })
  expect((await project.sterna(["dump", "-d", "notes.sql", "--force"])).code).toBe(0)
  expect((await project.sterna(["dump", "-d", "notes.sql"])).code).toBe(0)
  expect((await project.sterna(["bundle", "--out", "blog.db"])).code).toBe(2)
  expect((await project.sterna(["bundle", "--out", "migrations/10_m10.ts"])).code).toBe(2)
  expect(project.applied()).toEqual([10])
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
})

test("-d - is the standard output, and the standard input", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  await project.sterna(["dump"])
  expect(await project.sterna(["dump", "-d", "-"])).toEqual({
    code: 0,
    stdout: project.read("structure.sql"),
    stderr: "",
  })
  expect((await project.sterna(["dump", "--dump-path=-", "--json"])).code).toBe(2)
  expect(project.files()["-"]).toBeUndefined()
  project.remove("blog.db")
  const load = await project.sterna(["load", "-d", "-"], { shell: "exec < structure.sql" })
  expect(load).toMatchObject({ code: 0, stdout: "Structure loaded from /dev/stdin: 1 version\n" })
  expect(project.applied()).toEqual([10])
})

test("a pipe is written to, and stays one", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  const pipe = project.path("pipe")
  Bun.spawnSync(["mkfifo", pipe])
  const reader = Bun.spawn(["cat", pipe], { stdout: "pipe" })
  expect((await project.sterna(["dump", "-d", "pipe"])).code).toBe(0)
  expect(await reader.stdout.text()).toContain("CREATE TABLE \"t10\"")
  expect(lstatSync(pipe).isFIFO()).toBe(true)
  const bundled = await project.sterna(["bundle", "--out", "pipe"])
  expect(bundled).toMatchObject({ code: 2, stderr: expect.stringContaining("It is no file") })
  expect(lstatSync(pipe).isFIFO()).toBe(true)
})

test("a database with versions is refused, or passed over", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  await project.sterna(["dump"])
  const before = project.files()
  const refused = await project.sterna(["load"])
  expect(refused).toMatchObject({ code: 2, stdout: "" })
  expect(refused.stderr).toStartWith("error: The database of repo default has 1 applied migration already")
  const skipped = await project.sterna(["load", "--skip-if-loaded"])
  expect(skipped).toEqual({ code: 0, stdout: "Structure already loaded: 1 version\n", stderr: "" })
  project.remove("structure.sql")
  expect((await project.sterna(["load", "--skip-if-loaded", "--json"])).stdout).toContain("\"loaded\":false")
  expect(project.files()["blog.db"]).toBe(before["blog.db"])
})

test("two that load at once: one does, the other finds it done", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate"])
  await project.sterna(["dump"])
  project.remove("blog.db")
  const ended = await Promise.all(
    Array.from({ length: 4 }, () => project.sterna(["load", "--skip-if-loaded"])),
  )
  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(ended.map(() => ({ code: 0, stderr: "" })))
  expect(ended.filter(({ stdout }) => stdout.startsWith("Structure loaded"))).toHaveLength(1)
  expect(project.applied()).toEqual([10, 20])
})

test("a file that is not there", async () => {
  using project = new Project()
  expect(await project.sterna(["load", "--dump-path", "x.sql"])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: There is no structure file ${
      project.path("x.sql")
    }. Write it with \`sterna dump\`, or name another one with --dump-path.\n`,
  })
  expect(project.files()).toEqual({})
})

test("a statement that fails is shown with file and line, and nothing is loaded", async () => {
  using project = new Project({ "structure.sql": "CREATE TABLE a (b);\nCREATE TABLE c (d e f,);\n" })
  const { code, stderr } = await project.sterna(["load"])
  expect(code).toBe(1)
  expect(stderr).toContain(`It stands in ${project.path("structure.sql")}, line 2. Nothing of the file was loaded.`)
  expect(project.tables()).toEqual([])
})

test("a dump that fails leaves the file as it was, and nothing beside it", async () => {
  using project = new Project({ ...tables(10), "db/structure.sql": `${structureHeader}\n-- the old one\n` })
  await project.sterna(["migrate"])
  const before = project.files()
  const missing = await project.sterna(["dump", "-d", "db/structure.sql", "--url", "sqlite:nowhere.db"])
  expect(missing).toMatchObject({ code: 4, stdout: "" })
  expect(missing.stderr).toContain("There is no database file")
  expect(project.files()).toEqual(before)
  chmodSync(project.path("db"), 0o555)
  const forbidden = await project.sterna(["dump", "-d", "db/structure.sql"], { rightsBind: true })
  expect(forbidden).toMatchObject({ code: 2, stdout: "" })
  expect(project.files()).toEqual(before)
})

test("a link to the file stays one, and a folder that is not there is made", async () => {
  using project = new Project({ ...tables(10), "shared/s.sql": "" })
  symlinkSync("shared/s.sql", project.path("structure.sql"))
  await project.sterna(["migrate"])
  await project.sterna(["dump"])
  expect(project.read("shared/s.sql")).toContain("\"t10\"")
  expect(readdirSync(project.path("shared"))).toEqual(["s.sql"])
  await project.sterna(["dump", "-d", "new/folder/s.sql"])
  expect(project.read("new/folder/s.sql")).toBe(project.read("shared/s.sql"))
})

test("several repos have a file each, and none is written to that two would share", async () => {
  const repos = (dumpPath?: string) => ({
    "sterna.config.json": JSON.stringify({
      repos: { main: { url: "sqlite:main.db", dumpPath }, logs: { url: "sqlite:logs.db", migrations: "migrations" } },
    }),
  })
  using project = new Project({ ...repos(), "migrations/10_a.ts": creating("a") })
  await project.sterna(["migrate"])
  expect((await project.sterna(["dump"])).stdout).toBe(
    `${project.path("main.structure.sql")}\n${project.path("logs.structure.sql")}\n`,
  )
  const shared = await project.sterna(["dump", "-d", "x.sql"])
  expect(shared).toMatchObject({ code: 2, stdout: "" })
  expect(shared.stderr).toContain(`Several repos would be dumped to ${project.path("x.sql")}`)
  expect((await project.sterna(["dump", "-d", "x.sql", "-r", "main"])).code).toBe(0)
  project.write(repos("db/main.sql"))
  const { stdout } = await project.sterna(["dump", "--json", "-r", "main"])
  expect(JSON.parse(stdout)).toEqual({
    schema: 1,
    event: "StructureDumped",
    repo: "main",
    path: project.path("db/main.sql"),
  })
})

test("an empty file, and one that was cut off, is not loaded, and no database is made", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  await project.sterna(["dump"])
  const lines = project.read("structure.sql").trimEnd().split("\n")
  project.remove("blog.db")
  project.write({ "cut.sql": lines.slice(0, -1).join("\n"), "empty.sql": "" })
  for (const [file, problem] of [["cut.sql", "is cut off"], ["empty.sql", "is empty"]] as const) {
    const { code, stderr, stdout } = await project.sterna(["load", "-d", file])
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(problem) })
  }
  expect(project.files()["blog.db"]).toBeUndefined()
})

test("who may read a structure file stays who may, and two links to one are one", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.json": JSON.stringify({
      repos: {
        a: { url: "sqlite:a.db", dumpPath: "s.sql", migrations: "migrations" },
        b: { url: "sqlite:b.db", dumpPath: "link.sql", migrations: "other" },
      },
    }),
    "other/1_other.sql": "-- migrate:up\nCREATE TABLE other (id int);\n",
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect((await project.sterna(["dump", "-r", "a"])).code).toBe(0)
  chmodSync(project.path("s.sql"), 0o600)
  expect((await project.sterna(["dump", "-r", "a"])).code).toBe(0)
  expect(lstatSync(project.path("s.sql")).mode & 0o777).toBe(0o600)
  symlinkSync("s.sql", project.path("link.sql"))
  const { code, stderr } = await project.sterna(["dump"])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("Several repos would be dumped to") })
})
