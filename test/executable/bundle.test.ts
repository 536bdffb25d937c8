import { afterAll, beforeAll, expect, test } from "bun:test"
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlFile, tables, typescript } from "./history.ts"
import { type Files, Project } from "./project.ts"

const files: Files = {
  "sterna.config.ts": `import { defineConfig, env } from "sterna"
export default defineConfig({ repos: { main: { url: env("APP_URL"), dataMigrations: "data" } } })`,
  "lib/name.ts": "export const name: string = \"people\"",
  "node_modules/greeting/package.json": JSON.stringify({ name: "greeting", main: "index.js" }),
  "node_modules/greeting/index.js": "exports.greeting = \"hello\"",
  "migrations/10_people.ts": `import { add, create, migration, table } from "sterna"
import * as Effect from "effect/Effect"
import { greeting } from "greeting"
import { name } from "../lib/name.ts"
export default migration({
  change: [create(table(name), [add("said", "string", { default: Effect.runSync(Effect.succeed(greeting)) })])],
})`,
  "migrations/20_plain.sql": sqlFile("CREATE TABLE plain (id int);", "DROP TABLE plain;"),
  "migrations/30_file.ts": `import { executeFile, migration } from "sterna"
export default migration({ change: [executeFile("../sql/up.sql", "sql/down.sql")] })`,
  "migrations/40_function.ts": typescript(
    "up: [execute(({ run }) => run(executeFile(\"../more/late.sql\")))], down: []",
  ),
  "migrations/sql/down.sql": "DROP TABLE filed",
  "sql/up.sql": "CREATE TABLE filed (id int)",
  "more/late.sql": "CREATE TABLE late (id int)",
  "data/50_fill.sql": sqlFile("INSERT INTO plain VALUES (1);", "DELETE FROM plain;"),
}

let project: Project
/** Holds the bundle and nothing else. */
let empty: string

beforeAll(async () => {
  project = new Project(files)
  const { code, stderr, stdout } = await project.sterna(["bundle", "--out", "out/migrate", "--include", "more"], {
    env: {},
  })
  expect({ code, stderr, stdout }).toEqual({
    code: 0,
    stderr: "",
    stdout: `${project.path("out/migrate")}: 5 migrations, and all that they need\n`,
  })
  expect(readdirSync(project.path("out"))).toEqual(["migrate"])
  empty = mkdtempSync(join(tmpdir(), "sterna-bundle-"))
  copyFileSync(project.path("out/migrate"), join(empty, "migrate"))
  chmodSync(join(empty, "migrate"), 0o755)
})

afterAll(() => {
  project[Symbol.dispose]()
  rmSync(empty, { recursive: true })
})

const bundle = (...args: ReadonlyArray<string>) => {
  const { exitCode, stderr, stdout } = Bun.spawnSync(["./migrate", ...args], {
    cwd: empty,
    env: { APP_URL: "sqlite:app.db" },
  })
  return { code: exitCode, stdout: stdout.toString(), stderr: stderr.toString() }
}

test("it migrates by itself, in an empty folder, and back; the project's own files are the same to the database", async () => {
  expect(bundle("status", "--check").code).toBe(3)
  expect(bundle("--to", "20").stdout.match(/^up +\d+/gm)).toEqual(["up    10", "up    20"])
  expect(bundle().stdout.match(/^up +\d+/gm)).toEqual(["up    30", "up    40"])
  expect(bundle("migrate", "--data").stdout.match(/^up +\d+/gm)).toEqual(["up    50"])
  expect(bundle("status", "--check").code).toBe(0)
  const status = await project.sterna(["status", "--check", "--json"], {
    env: { APP_URL: `sqlite:${join(empty, "app.db")}` },
  })
  expect({ code: status.code, changed: status.stdout.includes("\"changed\":true") }).toEqual({
    code: 0,
    changed: false,
  })
  expect(bundle("rollback", "--data", "--all", "--yes").code).toBe(0)
  expect(Array.from(bundle("rollback", "--all", "--yes").stdout.matchAll(/^down +(\d+)/gm), ([, version]) => version))
    .toEqual(
      ["40", "30", "20", "10"],
    )
})

test("it shows what it carries, and asks no database", () => {
  const { code, stdout } = bundle("history", "--embedded", "--json")
  const [line] = stdout.trimEnd().split("\n").map((each): unknown => JSON.parse(each))
  expect({ code, line }).toEqual({
    code: 0,
    line: {
      schema: 1,
      event: "Embedded",
      repo: "main",
      migrations: ["10 people", "20 plain", "30 file", "40 function", "50 fill"].map((each) => ({
        version: each.split(" ")[0],
        name: each.split(" ")[1],
        tag: each === "50 fill" ? "data" : "schema",
        checksum: expect.stringMatching(/^1:[0-9a-f]{64}:[0-9a-f]{64}$/),
      })),
    },
  })
  expect(bundle("history", "--embedded").stdout).toMatch(/^ {2}10 {14}[0-9a-f]{12} {2}people$/m)
})

test("what lies in the folder that it is started in changes nothing", () => {
  const evil = "require(\"node:fs\").writeFileSync(\"evil-ran\", \"\")"
  const hostile: Files = {
    "bunfig.toml": "preload = [\"./evil.js\"]",
    "evil.js": evil,
    ".env": "APP_URL=sqlite:evil.db\nBUN_BE_BUN=1\n",
    "sterna.config.ts": evil,
    "sterna.config.json": "{",
    "package.json": JSON.stringify({ name: "sterna", exports: { ".": "./evil.js" } }),
  }
  for (const [name, text] of Object.entries(hostile)) writeFileSync(join(empty, name), text)
  expect(bundle("status").code).toBe(0)
  expect(readdirSync(empty).filter((name) => name.startsWith("evil"))).toEqual(["evil.js"])
  for (const name of Object.keys(hostile)) rmSync(join(empty, name))
})

test("it makes no bundle itself", () => {
  expect(bundle("bundle", "--out", "x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is a bundle itself"),
  })
})

test.each([[["gen", "create_posts"]], [["init"]]])("it writes no files of a project: %j", (args) => {
  const before = readdirSync(empty)
  expect(bundle(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining("is a bundle itself") })
  expect(readdirSync(empty)).toEqual(before)
})

test("a variable that is not set is one of the config that it carries, not of a file", () => {
  const { exitCode, stderr } = Bun.spawnSync(["./migrate", "status"], { cwd: empty, env: {} })
  expect({ exitCode, stderr: stderr.toString() }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(/^error: The config in this executable: repos\.main\.url: .*APP_URL is not set/),
  })
})

test("its help names the other commands", () => {
  const { code, stdout } = bundle("--help")
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("COMMANDS OF THIS BUNDLE") })
  expect(stdout).toMatch(/, status, plan, /)
  expect(stdout).not.toMatch(/\bgen, /)
})

test.each<[string, Files, ReadonlyArray<string>, string]>([
  [
    "a migration that cannot be loaded",
    { "migrations/20_bad.ts": "export default {" },
    [],
    "20_bad.ts could not be loaded",
  ],
  ["a file that is named and not there", {}, ["--include", "nowhere"], "nowhere cannot be read"],
  ["a folder in the place of the executable", { "out/x": "" }, [], "It is a folder"],
  ["a target that there is not", {}, ["--target", "plan9"], "linux-arm64-musl"],
  ["a folder of migrations that is not there", {}, ["--migrations-path", "none"], "There is no folder of migrations"],
])("%s is refused, and nothing is left", async (_, more, flags, says) => {
  using refused = new Project({ ...tables(10), ...more })
  const before = refused.files()
  const { code, stderr } = await refused.sterna(["bundle", "--out", "out", ...flags])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) })
  expect(refused.files()).toEqual(before)
})

test("for another machine", async () => {
  using other = new Project(tables(10))
  const { code, stderr } = await other.sterna(["bundle", "--out", "migrate", "--target", "linux-arm64", "--json"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  // `e_machine` of the ELF header: EM_AARCH64.
  const header = await Bun.file(other.path("migrate")).slice(0, 20).arrayBuffer()
  expect(new DataView(header).getUint16(18, true)).toBe(183)
})
