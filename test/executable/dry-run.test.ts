import { expect, test } from "bun:test"
import { config, creating, sqlFile, tables, typescript } from "./history.ts"
import { type Files, Project } from "./project.ts"

/** Each stands on the one before it; a function reads what a rebuild has made. */
const files: Files = {
  "migrations/10_people.ts": creating("people"),
  "migrations/20_name.ts": typescript(
    `change: [alter(table("people"), [modify("name", "string", { null: false, from: ["string", { null: true }] })])]`,
  ),
  "migrations/30_fill.ts": typescript(`async up({ run, sql }) {
    await sql\`INSERT INTO people (name) VALUES ('Ada')\`
    await run(create(table("copies"), [add("count", "integer")]))
    const [{ count }] = await sql\`SELECT count(*) AS count FROM people\`
    await sql\`INSERT INTO copies (count) VALUES (\${count})\`
  }, down: [drop(table("copies"))]`),
}

test("runs what is pending, each on what those before it did, and changes nothing, not even a file", async () => {
  using project = new Project(files)
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate", "--dry-run", "--quiet"])
  expect({ code, stderr, stdout: stdout.replaceAll(/\d+ ms/g, "N ms") }).toEqual({
    code: 0,
    stderr: "",
    stdout: "up    10  people  N ms  (dry run)\nup    20  name  N ms  (dry run)\nup    30  fill  N ms  (dry run)\n"
      + "Dry run: all of it was rolled back, and nothing is recorded\n",
  })
  expect(project.files()).toEqual(before)
})

test("on a database with rows, there and back", async () => {
  using project = new Project(files)
  await project.sterna(["migrate", "--step", "1"])
  project.query("INSERT INTO people (name) VALUES ('Grace')")
  const before = project.files()
  expect((await project.sterna(["migrate", "--dry-run"])).code).toBe(0)
  expect((await project.sterna(["rollback", "--dry-run"])).stdout).toContain("down  10  people")
  expect(project.files()).toEqual(before)
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT count FROM copies")).toEqual([{ count: 2 }])
  expect((await project.sterna(["migrate", "--dry-run"])).stdout).toBe("Migrations already up\n")
})

test("what fails says which, and that all of it was rolled back", async () => {
  using project = new Project(files)
  await project.sterna(["migrate", "--step", "1"])
  project.query("INSERT INTO people (name) VALUES (NULL)")
  const before = project.files()
  const { code, stderr } = await project.sterna(["migrate", "--dry-run"])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error: Migrating 20 name failed: NOT NULL constraint failed/m)
  expect(stderr).toEndWith("  It was a dry run, in one transaction with those before it: all of it was rolled back.\n")
  expect(JSON.parse((await project.sterna(["migrate", "--dry-run", "--json"])).stdout.trim().split("\n").at(-1) ?? ""))
    .toMatchObject({ error: "MigrationFailed", dryRun: true, exitCode: 1 })
  expect(project.files()).toEqual(before)
})

test("rows that would break a foreign key are found, also where one of the migrations builds a table anew", async () => {
  using project = new Project({
    ...files,
    "migrations/40_posts.ts": typescript(`change: [create(table("posts"), [add("person_id", references("people"))])]`),
    "migrations/50_lost.sql": sqlFile("INSERT INTO posts (person_id) VALUES (99);"),
  })
  const { code, stderr } = await project.sterna(["migrate", "--dry-run"])
  expect(code).toBe(1)
  expect(stderr).toContain("Migrating 50 lost failed")
})

test("what runs outside a transaction is refused, and how far one can go", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_vacuum.sql": "-- migrate:up transaction:false\nVACUUM;\n",
  })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate", "--dry-run"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain("It runs outside a transaction, so that a dry run could not undo it.")
  expect(stderr).toContain("--to-exclusive 20")
  expect(project.files()).toEqual(before)
  expect((await project.sterna(["migrate", "--dry-run", "--to-exclusive", "20"])).code).toBe(0)
})

test("an interrupt undoes it", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_slow.ts": typescript(
      `async up({ sql }) { console.error("now"); await new Promise((r) => setTimeout(r, 60_000)) }`,
    ),
  })
  await project.sterna(["migrate", "--step", "1"])
  const before = project.files()
  const running = project.start(["migrate", "--dry-run"])
  await running.says("now")
  running.signal("SIGINT")
  expect((await running.ended()).code).toBe(130)
  expect(project.files()).toEqual(before)
})

test("where a rollback is half done it says so, and not that there is nothing to do", async () => {
  using project = new Project({
    "migrations/10_steps.sql": "-- migrate:up transaction:false\nCREATE TABLE a (id); CREATE TABLE b (id);\n"
      + "-- migrate:down transaction:false\nDROP TABLE b; DELETE FROM nowhere;\n",
  })
  await project.sterna(["migrate"])
  expect((await project.sterna(["rollback"])).code).toBe(1)
  const before = project.files()
  expect(await project.sterna(["migrate", "--dry-run"])).toMatchObject({
    code: 7,
    stdout: "",
    stderr: expect.stringContaining("10 steps is half rolled back"),
  })
  expect(project.files()).toEqual(before)
})

test("of what runs outside a transaction it names the plan of the same run", async () => {
  using project = new Project({
    ...config(),
    "migrations/10_steps.sql": "-- migrate:up transaction:false\nCREATE TABLE a (id);\n"
      + "-- migrate:down transaction:false\nDROP TABLE a;\n",
  })
  expect((await project.sterna(["migrate", "--dry-run"])).stderr).toContain("sterna plan --sql.")
  await project.sterna(["migrate"])
  expect((await project.sterna(["rollback", "--dry-run"])).stderr).toContain("sterna plan --rollback --sql.")
  expect((await project.sterna(["redo", "--dry-run"])).stderr).toContain("sterna plan --rollback --sql.")
  expect((await project.sterna(["plan", "-r", "main", "--rollback", "--sql"])).stdout).toContain("DROP TABLE a")
})
