import { expect, test } from "bun:test"
import { config, creating, tables } from "./history.ts"
import { type Files, Project } from "./project.ts"

const json = (value: unknown): Files => ({ "sterna.config.json": JSON.stringify(value) })
const main = (settings: object) => json({ repos: { main: { url: "sqlite:blog.db", ...settings } } })

test.each<[string, Files, ReadonlyArray<string>]>([
  ["no valid JSON", { "sterna.config.json": "{ repos: " }, ["sterna.config.json"]],
  ["no TypeScript", { "sterna.config.ts": "export default {\n  repos: }" }, ["sterna.config.ts", "2"]],
  ["throws", { "sterna.config.ts": "throw new Error(\"no luck today\")" }, ["sterna.config.ts", "no luck today"]],
  ["exports nothing", { "sterna.config.ts": "export const repos = {}" }, ["sterna.config.ts", "export default"]],
  ["exports no object", { "sterna.config.ts": "export default 7" }, ["sterna.config.ts"]],
  ["no repos", json({}), ["sterna.config.json", "repos"]],
  ["empty repos", json({ repos: {} }), ["sterna.config.json", "repos"]],
  ["a repo without a URL", json({ repos: { main: {} } }), ["sterna.config.json", "repos.main.url"]],
  ["an unknown setting", main({ migratoins: "x" }), ["sterna.config.json", "repos.main.migratoins", "\"migrations\""]],
  ["an unknown key", json({ repos: { main: { url: "sqlite:x" } }, plugin: [] }), ["plugin", "\"plugins\""]],
  ["a wrong type", main({ migrations: 7 }), ["sterna.config.json", "repos.main.migrations"]],
  ["a wrong lock", main({ migrationLock: "none" }), ["repos.main.migrationLock"]],
  ["a wrong duration", main({ lockTimeout: "soon" }), ["repos.main.lockTimeout", "soon"]],
  ["a variable that is not set", main({ url: { env: "NO_SUCH_URL" } }), ["repos.main.url", "NO_SUCH_URL"]],
  ["a missing folder", main({ migrations: "nowhere" }), ["nowhere"]],
  ["an unknown dialect", main({ dialect: "oracle" }), ["oracle", "sqlite"]],
  ["two configs", { ...main({}), ...config() }, ["sterna.config.ts", "sterna.config.json"]],
  ["a plugin that is not there", json({ repos: { main: { url: "x:y" } }, plugins: ["no-plugin"] }), ["no-plugin"]],
  [
    "a plugin that is none",
    { ...json({ repos: { main: { url: "x:y" } }, plugins: ["./none.ts"] }), "none.ts": "export default {}" },
    ["none.ts"],
  ],
])("a config: %s", async (_, files, words) => {
  using project = new Project({ ...tables(10), ...files })
  const before = project.files()
  for (const command of ["migrate", "rollback", "status"]) {
    const { code, stderr, stdout } = await project.sterna([command])
    expect({ command, code, stdout }).toEqual({ command, code: 2, stdout: "" })
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
    for (const word of words) expect(stderr).toContain(word)
  }
  expect(project.files()).toEqual(before)
})

test("without a config and a URL", async () => {
  using project = new Project(tables(10))
  const { code, stderr } = await project.sterna(["migrate"], { env: {} })
  expect(code).toBe(2)
  expect(stderr).toContain("DATABASE_URL")
  expect(stderr).toContain("--url")
})

test("a config in TypeScript, with variables", async () => {
  using project = new Project({
    ...tables(10),
    "sterna.config.ts": `import { defineConfig, env } from "sterna"
export default defineConfig({ repos: { main: { url: env("BLOG_URL"), migrations: ["migrations", "more"] } } })`,
    "more/20_more.ts": creating("more"),
  })
  expect((await project.sterna(["migrate"], { env: { BLOG_URL: "sqlite:blog.db" } })).code).toBe(0)
  expect(project.applied()).toEqual([10, 20])
})

test("with a config, DATABASE_URL counts only through env(), and STERNA_MAIN_URL wins", async () => {
  using project = new Project({ ...tables(10), ...config() })
  await project.sterna(["migrate"], { env: { DATABASE_URL: "sqlite:wrong.db" } })
  expect(project.applied()).toEqual([10])
  await project.sterna(["migrate"], { env: { STERNA_MAIN_URL: "sqlite:other.db" } })
  expect(project.applied("other.db")).toEqual([10])
  await project.sterna(["migrate", "--url", "sqlite:third.db"], { env: { STERNA_MAIN_URL: "sqlite:wrong.db" } })
  expect(project.applied("third.db")).toEqual([10])
  expect(project.files()).not.toHaveProperty(["wrong.db"])
})

test("paths in a config are meant from its folder, those of flags from the working directory", async () => {
  using project = new Project({
    "deploy/sterna.config.json": JSON.stringify({
      repos: { main: { url: "sqlite:blog.db", migrations: "../migrations" } },
    }),
    ...tables(10),
    "here/20_here.ts": creating("here"),
  })
  await project.sterna(["migrate", "--config", "../deploy/sterna.config.json"], { directory: "here" })
  expect(project.applied("deploy/blog.db")).toEqual([10])
  const flags = ["--config", "../deploy/sterna.config.json", "--migrations-path", ".", "--url", "sqlite:blog.db"]
  await project.sterna(["migrate", ...flags], { directory: "here" })
  expect(project.applied("here/blog.db")).toEqual([20])
})

test("a config in a parent folder is none", async () => {
  using project = new Project({ ...config(), "below/x": "" })
  expect((await project.sterna(["migrate"], { directory: "below", env: {} })).code).toBe(2)
})

test("migrationPrimaryKey, migrationForeignKey and migrationTimestamps shape the tables", async () => {
  using project = new Project({
    ...config(`
      migrationPrimaryKey: { name: "uid", type: "binary_id" },
      migrationForeignKey: { column: "uid", type: "binary_id" },
      migrationTimestamps: { insertedAt: "created_at", type: "utc_datetime" },
    `),
    "migrations/10_tables.ts": `import { add, create, migration, references, table, timestamps } from "sterna"
export default migration({ change: [
  create(table("people"), [timestamps()]),
  create(table("posts"), [add("person", references("people"))]),
] })`,
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT name, pk FROM pragma_table_info('people')")).toEqual([
    { name: "uid", pk: 1 },
    { name: "created_at", pk: 0 },
    { name: "updated_at", pk: 0 },
  ])
  expect(project.query("SELECT \"table\", \"to\" FROM pragma_foreign_key_list('posts')")).toEqual([{
    table: "people",
    to: "uid",
  }])
})
