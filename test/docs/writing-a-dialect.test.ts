import { expect, test } from "bun:test"
import effect from "effect/package.json" with { type: "json" }
import { contractVersion } from "sterna/dialect"
import { single } from "../executable/history.ts"
import { type Files, Project } from "../executable/project.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"
import { tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const page = "docs/writing-a-dialect.md"
const fences = fencesOf(page)

/** The files that the page builds, each of its blocks one after the other. */
const files: Files = Object.fromEntries(
  [...Map.groupBy(fences, ({ info }) => /^file=(.*)$/.exec(info)?.[1] ?? "")].flatMap(([name, blocks]) =>
    name === "" ? [] : [[name, blocks.map(({ text }) => `${text}\n`).join("\n")]]
  ),
)

const config = fences.find(({ text }) => text.includes("defineConfig("))?.text ?? ""

test("the dialect of the page type-checks", async () => {
  const modules = new Map(Object.entries(files).map(([name, text]) => [name.replace(/\.ts$/, ""), text]))
  expect([...modules.keys()]).toEqual(["puffin-engine", "puffin"])
  expect(await typeErrors("writing-a-dialect", modules)).toBe("")
})

test("it keeps the contract, says the executable", async () => {
  using project = new Project(files)
  const running = project.start(["plugin", "test", "./puffin.ts", "--url", "puffin:t.db"], { env: {} })
  const { code, stdout } = await running.ended(240_000)
  expect(stdout.match(/^fails.*\n.*/gm) ?? []).toEqual([])
  expect(stdout).toMatch(/^puffin: (\d{3}) of \1 promises hold$/m)
  expect(code).toBe(0)
}, 300_000)

test("a project uses it as the page says", async () => {
  using project = new Project({
    ...files,
    ...single("change: [create(table(\"posts\"), [add(\"title\", \"string\")])]"),
    "sterna.config.ts": config,
  })
  const unmade = await project.sterna(["status"], { env: {} })
  expect(unmade).toMatchObject({ code: 4, stderr: expect.stringContaining("unable to open database file") })
  const migrated = await project.sterna(["migrate"], { env: {} })
  expect(migrated).toMatchObject({ code: 0, stdout: expect.stringContaining("up    1  only") })
  expect(project.query("SELECT version FROM schema_migrations")).toEqual([{ version: 1 }])
  expect((await project.sterna(["rollback"], { env: {} })).code).toBe(0)
  const dropped = await project.sterna(["drop", "--yes"], { env: {} })
  expect(dropped).toMatchObject({ code: 2, stderr: expect.stringContaining("puffin") })
})

test("the table of versions is that of this contract", () => {
  const [table] = tablesOf(page)
  expect(table?.rows.at(-1)).toEqual([String(contractVersion), effect.version.split(".", 2).join(".")])
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})
