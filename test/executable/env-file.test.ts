import { expect, test } from "bun:test"
import { tables } from "./history.ts"
import { Project } from "./project.ts"

const nowhere = { env: {} }

test("a file of variables is read when it is asked for", async () => {
  using project = new Project({ ...tables(10), ".env": "DATABASE_URL=sqlite:wrong.db\n" })
  expect((await project.sterna(["migrate"], nowhere)).code).toBe(2)
  project.write({ "deploy/one.env": "export DATABASE_URL='sqlite:one.db'\n", "two.env": "DATABASE_URL=sqlite:two.db" })
  for (const command of ["create", "migrate", "status --check", "history", "dump"]) {
    const args = [...command.split(" "), "--env-file", "two.env", "--env-file", "deploy/one.env"]
    expect({ command, ...await project.sterna(args, nowhere) }).toMatchObject({ command, code: 0 })
  }
  expect(project.applied("one.db")).toEqual([10])
  const files = Object.keys(project.files())
  expect(files.filter((path) => path.endsWith(".db"))).toEqual(["one.db"])
})

test("the process's own variables win, and code sees the others", async () => {
  using project = new Project({
    "one.env": "DATABASE_URL=sqlite:wrong.db\nTABLE=posts",
    "migrations/10_table.ts": `import { create, migration, table } from "sterna"
export default migration({ change: [create(table(process.env.TABLE))] })`,
  })
  expect((await project.sterna(["migrate", "--env-file", "one.env"])).code).toBe(0)
  expect(project.tables()).toEqual(["posts"])
})

test.each<[string, string, string]>([
  ["a bad line", "A=1\nhunter2 is no variable\n", "Line 2 is not NAME=value."],
  ["an open quote", "A=1\n\nPASSWORD=\"hunter2\n", "Line 3 has a quote that does not end."],
])("%s is named by its number alone", async (_, text, problem) => {
  using project = new Project({ ...tables(10), "bad.env": text })
  const before = project.files()
  for (const args of [["migrate"], ["status", "--json"], ["doctor"], ["config"]]) {
    const { code, stderr, stdout } = await project.sterna([...args, "--env-file", "bad.env"])
    expect(code).toBe(2)
    expect(stdout + stderr).toContain(`${project.path("bad.env")}: ${problem}`)
    expect(stdout + stderr).not.toContain("hunter2")
  }
  expect(project.files()).toEqual(before)
})

test("a file that is not there is refused", async () => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(["migrate", "--env-file", ".env"])
  expect(code).toBe(2)
  expect(stderr).toBe(`error: ${project.path(".env")}: The file of --env-file does not exist.\n`)
})

test("a secret is read from the file that a variable names", async () => {
  using project = new Project({
    ...tables(10),
    "secrets/url": "sqlite:secret.db\n",
    "sterna.config.json": JSON.stringify({ repos: { main: { url: { env: "BLOG_URL" } } } }),
  })
  const at = (env: { readonly [name: string]: string }) => project.sterna(["migrate"], { env })
  expect((await at({ BLOG_URL_FILE: "secrets/url" })).code).toBe(0)
  expect(project.applied("secret.db")).toEqual([10])
  project.write({ "secrets/url": "sqlite:other.db" })
  expect((await at({ BLOG_URL: "sqlite:wrong.db", STERNA_MAIN_URL_FILE: project.path("secrets/url") })).code).toBe(0)
  expect(project.applied("other.db")).toEqual([10])
  expect(project.files()).not.toHaveProperty(["wrong.db"])
})

test.each<[string, { readonly [name: string]: string }, string]>([
  [
    "both",
    { DATABASE_URL: "sqlite://ada:hunter2@x", DATABASE_URL_FILE: "url" },
    "Both DATABASE_URL and DATABASE_URL_FILE",
  ],
  ["not there", { DATABASE_URL_FILE: "none" }, "none, which does not exist."],
  ["empty", { DATABASE_URL_FILE: "empty" }, "empty, which is empty."],
  ["a folder", { DATABASE_URL_FILE: "migrations" }, "migrations, which is a folder."],
  ["no URL", { DATABASE_URL_FILE: "url" }, "its url has no scheme."],
])("a secret that cannot be used: %s", async (_, env, problem) => {
  using project = new Project({ ...tables(10), url: "hunter2\n", empty: "\n" })
  for (const args of [["migrate"], ["status", "--json"], ["config"], ["doctor"]]) {
    const { code, stderr, stdout } = await project.sterna(args, { env })
    expect(stdout + stderr).not.toContain("hunter2")
    if (args[0] === "config" && problem.startsWith("its url")) continue
    expect({ args, code }).toEqual({ args, code: 2 })
    expect(stdout + stderr).toContain(problem)
  }
})
