import { expect, test } from "bun:test"
import { config, tables } from "./history.ts"
import { Project } from "./project.ts"

test("the table is Ecto's", async () => {
  using project = new Project({
    ...tables(20261121101500, 20261121101600),
    "migrations/20261121101700_third.sql": "-- migrate:up",
  })
  await project.sterna(["migrate", "--to", "20261121101600"])
  project.remove("migrations/20261121101500_m20261121101500.ts")
  const { code, stderr, stdout } = await project.sterna(["status"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("sterna forget 20261121101500\n") })
  expect(stdout).toBe(`
Repo: default

  Status    Migration ID    Migration Name
--------------------------------------------------
  up        20261121101500  m20261121101500  ** FILE NOT FOUND **
  up        20261121101600  m20261121101600
  down      20261121101700  third

`)
})

test("without any migration it says how one is made, and JSON is as ever", async () => {
  using project = new Project({ ...config(), "migrations/.keep": "" })
  await project.sterna(["create"])
  const { code, stderr, stdout } = await project.sterna(["status"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: "No migrations yet: sterna gen NAME\n" })
  expect(stdout).toContain("Migration Name")
  expect((await project.sterna(["status", "--quiet"])).stderr).toBe("")
  const { stderr: said, stdout: line } = await project.sterna(["status", "--json"])
  expect(said).toBe("")
  expect(JSON.parse(line)).toMatchObject({ pending: 0, migrations: [] })
})

test("--json", async () => {
  using project = new Project(tables(10, 20, 30))
  await project.sterna(["migrate", "--to", "20"])
  project.remove("migrations/10_m10.ts")
  const { code, stdout } = await project.sterna(["status", "--json"])
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
  expect(lines).toMatchObject([{
    schema: 1,
    repo: "default",
    pending: 1,
    migrations: [
      { version: "10", state: "up" },
      { version: "20", name: "m20", state: "up", path: project.path("migrations/20_m20.ts") },
      { version: "30", name: "m30", state: "down" },
    ],
  }])
  // Of the missing file only what was recorded is known.
  expect(lines[0].migrations[0]).not.toHaveProperty("path")
})

test("--check exits 3 while something is pending, 0 when nothing is", async () => {
  using project = new Project(tables(10, 20))
  await project.sterna(["migrate", "--step", "1"])
  const pending = await project.sterna(["status", "--check"])
  expect(pending.code).toBe(3)
  expect(pending.stderr).toContain("20")
  await project.sterna(["migrate"])
  expect(await project.sterna(["status", "--check"])).toMatchObject({ code: 0, stderr: "" })
  // In a rolling deploy the old release is healthy while the new one has migrated.
  project.remove("migrations/20_m20.ts")
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
})

test("a file that changed after it was applied is marked", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  project.write({ "migrations/10_m10.ts": tables(11)["migrations/11_m11.ts"]! })
  const { code, stdout } = await project.sterna(["status"])
  expect(code).toBe(0)
  expect(stdout).toContain("** FILE CHANGED **")
})

test("every repo of a config is shown", async () => {
  using project = new Project({
    ...tables(10),
    "other/20_m20.ts": tables(20)["migrations/20_m20.ts"]!,
    "sterna.config.json": JSON.stringify({
      repos: { main: { url: "sqlite:main.db" }, other: { url: "sqlite:other.db", migrations: "other" } },
    }),
  })
  const { stdout } = await project.sterna(["status"])
  expect(stdout).toMatch(/Repo: main[^]*10 +m10[^]*Repo: other[^]*20 +m20/)
  const one = await project.sterna(["status", "-r", "other"])
  expect(one.stdout).not.toContain("Repo: main")
})

test("data migrations are shown, and are not pending", async () => {
  using project = new Project({
    ...tables(10),
    ...config("dataMigrations: \"data\""),
    "data/20_fill.sql": "-- migrate:up\nINSERT INTO t10 (name) VALUES ('x');",
  })
  await project.sterna(["migrate"])
  expect(project.applied()).toEqual([10])
  const { code, stdout } = await project.sterna(["status", "--check"])
  expect(code).toBe(0)
  expect(stdout).toMatch(/down +20 +fill/)
})

test("--check tells what is half done and pending from what nobody but a rollback can finish", async () => {
  const steps = (up: string, down: string) =>
    `-- migrate:up transaction:false\nCREATE TABLE a (id); ${up};\n-- migrate:down transaction:false\nDELETE FROM a; ${down};\n`
  using project = new Project({ "migrations/10_steps.sql": steps("DELETE FROM nowhere", "DROP TABLE nowhere") })
  expect((await project.sterna(["migrate"])).code).toBe(1)
  expect(await project.sterna(["status", "--check"])).toMatchObject({
    code: 3,
    stdout: expect.stringContaining("HALF MIGRATED, 1 STEP DONE"),
  })
  project.query("CREATE TABLE nowhere (id)")
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
  project.query("DROP TABLE nowhere")
  expect((await project.sterna(["rollback"])).code).toBe(1)
  expect(await project.sterna(["status", "--check"])).toMatchObject({
    code: 7,
    stdout: expect.stringContaining("HALF ROLLED BACK, 1 STEP DONE"),
    stderr: expect.stringContaining("warning: default: 10 steps is half done"),
  })
})

test("what is half done and has no file is no green probe: --check exits 7, and so do migrate and doctor", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_half.sql": "-- migrate:up transaction:false\nCREATE TABLE a (id); DROP TABLE none;\n",
  })
  expect((await project.sterna(["migrate"])).code).toBe(1)
  const file = project.read("migrations/20_half.sql")
  project.remove("migrations/20_half.sql")
  const check = await project.sterna(["status", "--check"])
  expect(check).toMatchObject({ code: 7, stderr: expect.stringContaining("20 half is half done, and its file is not") })
  expect((await project.sterna(["status", "--wait", "1s"])).code).toBe(7)
  // Also where there is nothing else to run, and in the other direction.
  for (const command of [["migrate"], ["rollback"], ["migrate", "--dry-run"]]) {
    expect(await project.sterna(command)).toEqual({
      code: 7,
      stdout: "",
      stderr: expect.stringMatching(/Its file is not here[^]*sterna resolve 20 --undone/),
    })
  }
  expect((await project.sterna(["doctor"])).code).toBe(7)
  expect((await project.sterna(["plan"])).stderr).toContain("Its file is not here")
  project.write(tables(30))
  expect((await project.sterna(["migrate"])).code).toBe(7)
  expect(project.applied()).toEqual([10])
  project.write({ "migrations/20_half.sql": file })
  project.query("CREATE TABLE none (id)")
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect((await project.sterna(["status", "--check"])).code).toBe(0)
})
