import { expect, test } from "bun:test"
import { sqlFile, tables, typescript } from "./history.ts"
import { type Files, Project } from "./project.ts"

const everything = [10, 20, 30, 40]

/** A project with these versions applied. */
async function migrated(files: Files) {
  const project = new Project(files)
  expect((await project.sterna(["migrate"])).code).toBe(0)
  return project
}

test("one step is the default", async () => {
  using project = await migrated(tables(...everything))
  const { code, stdout } = await project.sterna(["rollback"])
  expect(code).toBe(0)
  expect(stdout.trimEnd().split("\n").map((line) => line.split(/ +/).slice(0, 3))).toEqual([["down", "40", "m40"]])
  expect(project.applied()).toEqual([10, 20, 30])
  expect(project.tables()).toEqual(["t10", "t20", "t30"])
})

test.each<[ReadonlyArray<string>, ReadonlyArray<number>]>([
  [["--all", "--yes"], []],
  [["--to", "20"], [10]],
  [["--to-exclusive", "20"], [10, 20]],
  [["--step", "3"], [10]],
  [["--step", "0"], everything],
  [["--step", "99"], []],
  [["--to", "25"], [10, 20]],
  [["--to-exclusive", "25"], [10, 20]],
  [["--to", "99"], everything],
  [["--to", "0"], []],
  [["--step", "1", "--all", "--yes"], []],
  [["--step", "1", "--to-exclusive", "20", "--to", "30"], [10, 20]],
  [["--step", "1", "--to-exclusive", "20"], [10, 20]],
])("rollback %j", async (args, versions) => {
  using project = await migrated(tables(...everything))
  expect((await project.sterna(["rollback", ...args])).code).toBe(0)
  expect(project.applied()).toEqual(versions)
  expect(project.tables()).toEqual(versions.map((version) => `t${version}`))
})

test("nothing to do", async () => {
  using project = new Project(tables(10))
  await project.sterna(["create"])
  const { code, stdout } = await project.sterna(["rollback"])
  expect({ code, stdout }).toEqual({ code: 0, stdout: "Migrations already down\n" })
})

test("--json says what was rolled back", async () => {
  using project = await migrated(tables(10, 20))
  const { stdout } = await project.sterna(["rollback", "--all", "--yes", "--json"])
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(events.at(-1)).toMatchObject({ event: "RunFinished", direction: "down", versions: ["20", "10"] })
})

test("an applied migration whose file is gone stops the rollback", async () => {
  using project = await migrated(tables(...everything))
  project.remove("migrations/30_m30.ts")
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["rollback", "--to", "20"])
  expect({ code, stdout }).toEqual({ code: 6, stdout: "" })
  expect(stderr).toContain("30")
  expect(stderr).toContain("--ignore-missing")
  expect(project.files()).toEqual(before)
})

test("--ignore-missing passes over it", async () => {
  using project = await migrated(tables(...everything))
  project.remove("migrations/40_m40.ts")
  expect((await project.sterna(["rollback", "--ignore-missing"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 40])
})

test("a missing file that is not in the way is no matter", async () => {
  using project = await migrated(tables(...everything))
  project.remove("migrations/10_m10.ts")
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 30])
})

test("a missing file is no matter for migrate, only under --strict-history", async () => {
  using project = await migrated(tables(10, 20))
  project.remove("migrations/10_m10.ts")
  project.write(tables(30))
  const strict = await project.sterna(["migrate", "--strict-history"])
  expect(strict.code).toBe(6)
  expect(strict.stderr).toContain("10")
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20, 30])
})

test("a failure on the way back undoes itself and keeps the version", async () => {
  using project = await migrated({
    ...tables(10),
    "migrations/20_failing.sql": sqlFile("CREATE TABLE kept (id INTEGER);", "DROP TABLE kept;\nDROP TABLE nowhere;"),
    ...tables(30),
  })
  const { code, stderr } = await project.sterna(["rollback", "--all", "--yes"])
  expect(code).toBe(1)
  expect(stderr).toContain("DROP TABLE nowhere")
  expect(project.applied()).toEqual([10, 20])
  expect(project.tables()).toEqual(["kept", "t10"])
})

test.each([
  ["up without down", `up: [create(table("x"), [add("a", "string")])]`],
  ["execute with one leg", `change: [create(table("x"), [add("a", "string")]), execute("SELECT 1")]`],
  ["drop", `change: [execute("CREATE TABLE x (id INTEGER)", "DROP TABLE x"), drop(table("x"))]`],
  ["remove without a type", `change: [alter(table("t10"), [remove("name")])]`],
])("what has no way back is refused before anything runs: %s", async (_, body) => {
  using project = await migrated({ ...tables(10), "migrations/20_stuck.ts": typescript(body), ...tables(30) })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["rollback", "--step", "2"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(project.path("migrations/20_stuck.ts"))
  expect(stderr).toContain("no way back")
  expect(project.files()).toEqual(before)
  // Rolling back what lies above is still possible.
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test("up with change and no down goes back through change", async () => {
  using project = await migrated({
    "migrations/10_both.ts": typescript(`
      up: [execute("CREATE TABLE both_ways (id INTEGER)")],
      change: [create(table("both_ways"))],
    `),
  })
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.tables()).toEqual([])
})

test("an empty second leg means that there is nothing to do on the way back", async () => {
  using project = await migrated({
    "migrations/10_leg.ts": typescript(`change: [execute("CREATE TABLE stays (id INTEGER)", "")]`),
    "migrations/20_block.sql": sqlFile("INSERT INTO stays VALUES (1);", ""),
  })
  expect((await project.sterna(["rollback", "--all", "--yes"])).code).toBe(0)
  expect(project.query("SELECT * FROM stays")).toEqual([{ id: 1 }])
  expect(project.applied()).toEqual([])
})
