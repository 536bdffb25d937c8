import { expect, test } from "bun:test"
import { join } from "node:path"
import { single, typescript } from "./history.ts"
import { Project } from "./project.ts"

const compiler = join(import.meta.dirname, "../../node_modules/.bin/tsc")

/** Type-checks the project as an editor would, with nothing but what is in its folder. */
async function typeCheck(project: Project): Promise<{ readonly code: number; readonly output: string }> {
  const child = Bun.spawn([process.execPath, "--bun", compiler, "--project", "tsconfig.json", "--pretty", "false"], {
    cwd: project.folder,
    stdout: "pipe",
    stderr: "pipe",
  })
  const [output, problems] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { code: await child.exited, output: output + problems }
}

test("a new project runs at once", async () => {
  using project = new Project()
  const { code, stdout } = await project.sterna(["init"])
  expect(code).toBe(0)
  for (const name of ["sterna.config.ts", "sterna.d.ts", "tsconfig.json", "migrations"]) {
    expect(stdout).toContain(project.path(name))
    expect(project.files()).toHaveProperty([name])
  }
  expect((await project.sterna(["gen", "create_posts"])).code).toBe(0)
  expect(await project.sterna(["migrate"])).toMatchObject({ code: 0, stdout: expect.stringContaining("create_posts") })
  // The URL comes from the environment, and its absence is an error that names key and variable.
  const without = await project.sterna(["migrate"], { env: {} })
  expect(without.code).toBe(2)
  expect(without.stderr).toContain("repos.main.url")
  expect(without.stderr).toContain("DATABASE_URL")
})

test("an editor knows sterna without node_modules", async () => {
  using project = new Project()
  await project.sterna(["init"])
  project.write({
    ...single(`change: [
      create(table("people"), [add("name", "string", { null: false })]),
      create(table("posts", { primaryKey: { type: "binary_id" } }), [
        add("person_id", references("people", { onDelete: { setNull: ["person_id"] } })),
        add("tags", array("string")),
        timestamps({ type: "utc_datetime" }),
      ]),
      alter(table("posts"), [modify("tags", "text", { from: ["string", { null: true }] }), remove("person_id", "bigint")]),
      create(index("posts", ["title", { desc: fragment("lower(body)") }], { unique: true, where: "title IS NOT NULL" })),
      create(constraint("posts", "short", { check: "length(title) < 40" })),
      execute("SELECT 1", ({ sql }) => sql\`SELECT 2\`),
      updateAll("posts", { set: { title: "x" } }),
    ]`),
    "migrations/2_async.ts": typescript(`
      async up({ direction, repo, run, sql }) {
        await run(alter(table("posts"), [add("n", "integer")]))
        for (const { id } of await sql<{ id: number }>\`SELECT id FROM \${sql.name("posts")}\`) {
          await sql\`UPDATE posts SET n = \${id + 1} WHERE \${sql.raw("true")}\`
        }
        const up: "up" | "down" = direction
        return repo.query(up)
      },
      *down({ sql }) {
        yield* alter(table("posts"), [remove("n")])
        const [row] = yield* sql\`SELECT 1 AS one\`
        return row?.["one"]
      },
    `),
  })
  expect(await typeCheck(project)).toEqual({ code: 0, output: "" })
})

test.each([
  ["a misspelt option", `change: [create(table("posts"), [add("title", "string", { nul: false })])]`, "nul"],
  ["a command outside of its block", `change: [add("title", "string")]`, "Add"],
  ["a wrong action", `change: [create(table("a"), [add("b", references("c", { onDelete: "delete" }))])]`, "delete"],
  ["neither up nor change", "transaction: false", "MigrationInput"],
])("an editor marks %s", async (_, body, mark) => {
  using project = new Project()
  await project.sterna(["init"])
  project.write(single(body))
  const { code, output } = await typeCheck(project)
  expect(code).not.toBe(0)
  expect(output).toContain("migrations/1_only.ts")
  expect(output).toContain(mark)
})

test.each(["sterna.config.ts", "sterna.config.json"])("a config that is there stays as it is: %s", async (name) => {
  using project = new Project({ [name]: "mine" })
  const { code, stderr } = await project.sterna(["init"])
  expect(code).toBe(0)
  expect(stderr).toContain(`${project.path(name)} is there already and stays as it is.`)
  expect(project.read(name)).toBe("mine")
  expect(project.files()).toHaveProperty(["sterna.d.ts"])
})

test("a sterna.d.ts of somebody else is not overwritten", async () => {
  using project = new Project({ "sterna.d.ts": "mine" })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["init"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(project.path("sterna.d.ts"))
  expect(project.files()).toEqual(before)
})

test("a tsconfig that is there stays, and the rest is written", async () => {
  using project = new Project({ "tsconfig.json": "{}" })
  const { code, stderr } = await project.sterna(["init"])
  expect(code).toBe(0)
  expect(stderr).toContain("tsconfig.json")
  expect(project.read("tsconfig.json")).toBe("{}")
  expect(project.files()).toHaveProperty(["sterna.config.ts"])
})
