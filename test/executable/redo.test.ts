import { expect, test } from "bun:test"
import { creating, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

test("the last one goes back and runs again, and no other that is pending", async () => {
  using project = new Project(tables(10, 30))
  await project.sterna(["migrate"])
  project.query("INSERT INTO t30 (name) VALUES ('gone')")
  project.write(tables(20, 40))
  const { code, stdout } = await project.sterna(["redo", "--quiet"])
  expect({ code, lines: stdout.match(/^(?:up|down) +\d+/gm) }).toEqual({ code: 0, lines: ["down  30", "up    30"] })
  expect(project.applied()).toEqual([10, 30])
  expect(project.query("SELECT * FROM t30")).toEqual([])
})

test("--step goes back several, the newest first, and forward again", async () => {
  using project = new Project(tables(10, 20, 30))
  await project.sterna(["migrate"])
  const { stdout } = await project.sterna(["redo", "--step", "2", "--quiet"])
  expect(stdout.match(/^(?:up|down) +\d+/gm)).toEqual(["down  30", "down  20", "up    20", "up    30"])
  expect(project.applied()).toEqual([10, 20, 30])
})

test.each([
  ["without a way back", typescript(`up: [create(table("t20"))]`), 2],
  ["that cannot run forward", typescript(`up: [create(index("t10", ["name"], { concurrently: true }))], down: []`), 2],
])("one %s is refused before anything goes back", async (_, text, expected) => {
  using project = new Project({ ...tables(10, 30), "migrations/20_m20.ts": creating("t20") })
  await project.sterna(["migrate"])
  project.query("UPDATE schema_migrations SET checksum = NULL")
  project.write({ "migrations/20_m20.ts": text })
  const before = project.files()
  const { code, stdout } = await project.sterna(["redo", "--step", "2"])
  expect({ code, stdout }).toEqual({ code: expected, stdout: "" })
  expect(project.files()).toEqual(before)
})

test("nothing is applied: nothing to do", async () => {
  using project = new Project(tables(10))
  await project.sterna(["create"])
  expect(await project.sterna(["redo"])).toEqual({ code: 0, stdout: "Migrations already down\n", stderr: "" })
  expect(project.applied()).toEqual([])
})

test("of several repos it has to be named", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.json": JSON.stringify({
      repos: { a: { url: "sqlite:a.db", migrations: "migrations" }, b: { url: "sqlite:b.db" } },
    }),
  })
  await project.sterna(["migrate"])
  expect(await project.sterna(["redo"])).toMatchObject({ code: 2, stderr: expect.stringContaining("--repo NAME") })
  expect((await project.sterna(["redo", "-r", "a", "-r", "b"])).code).toBe(0)
})

test("--dry-run tries both directions, and changes nothing", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate"])
  project.query("INSERT INTO t20 (name) VALUES ('kept')")
  const before = project.files()
  const { code, stdout } = await project.sterna(["redo", "--step", "2", "--dry-run", "--quiet"])
  expect({ code, stdout: stdout.replaceAll(/\d+ ms/g, "N ms") }).toEqual({
    code: 0,
    stdout: "down  20  m20  N ms  (dry run)\ndown  10  m10  N ms  (dry run)\n"
      + "up    10  m10  N ms  (dry run)\nup    20  m20  N ms  (dry run)\n"
      + "Dry run: all of it was rolled back, and nothing is recorded\n",
  })
  expect(project.files()).toEqual(before)
})

test("--dry-run finds what does not run again", async () => {
  const file = (down: string) => ({
    "migrations/10_a.ts": typescript(`up: [create(table("a"))], down: [${down}]`),
  })
  using project = new Project(file(`drop(table("a"))`))
  await project.sterna(["migrate"])
  project.write(file(`execute("SELECT 1")`))
  const before = project.files()
  const { code, stderr } = await project.sterna(["redo", "--dry-run", "--accept-changed"])
  expect({ code, files: project.files() }).toEqual({ code: 1, files: before })
  expect(stderr).toContain("table \"a\" already exists")
})

test("--ignore-missing passes over what has no file", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate"])
  project.remove("migrations/20_m20.ts")
  expect((await project.sterna(["redo"])).code).toBe(6)
  const { code, stdout } = await project.sterna(["redo", "--ignore-missing", "--quiet"])
  expect({ code, lines: stdout.match(/^(?:up|down) +\d+/gm) }).toEqual({ code: 0, lines: ["down  10", "up    10"] })
})

test("one that fails on its way forward: that it is not applied any more", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_fails.sql": "-- migrate:up\nCREATE TABLE t20 (id);\n-- migrate:down\nDROP TABLE t20;\n",
    ...tables(30),
  })
  await project.sterna(["migrate"])
  project.write({
    "migrations/20_fails.sql": "-- migrate:up\nCREATE TABEL t20 (id);\n-- migrate:down\nDROP TABLE t20;\n",
  })
  const { code, stderr } = await project.sterna(["redo", "--step", "3", "--accept-changed", "--quiet"])
  expect(code).toBe(1)
  expect(stderr).toStartWith(
    "warning: default: 20, 30 were taken back, and are not applied now.\nerror: Migrating 20 fails",
  )
  expect(project.applied()).toEqual([10])
})
