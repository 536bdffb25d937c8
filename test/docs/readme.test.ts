import { afterAll, expect, test } from "bun:test"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { commandNames } from "../../src/cli/commands.ts"
import { Project } from "../executable/project.ts"
import { testConsole } from "./console.ts"
import { fencesOf } from "./fences.ts"
import { tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const fences = fencesOf("README.md")

const folder = mkdtempSync(join(tmpdir(), "sterna-readme-"))
cpSync("migrations", join(folder, "migrations"), { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))
testConsole("the tour of the README does what it shows", fences, { folder })

test("the first migration runs, and is taken back", async () => {
  using project = new Project()
  expect(await project.sterna(["init"])).toMatchObject({ code: 0 })
  const generated = await project.sterna(["gen", "create_tags"])
  writeFileSync(generated.stdout.trim(), fences.find(({ text }) => text.includes("create(table(\"tags\")"))?.text ?? "")
  expect(await project.sterna(["migrate"])).toMatchObject({ code: 0 })
  expect(project.tables()).toEqual(["tags"])
  expect(await project.sterna(["rollback"])).toMatchObject({ code: 0 })
  expect(project.tables()).toEqual([])
})

test("the TypeScript of the README type-checks", async () => {
  const modules = fences.filter(({ language }) => language === "ts").map(({ line, text }) =>
    [`line-${line}`, `${text}\n`] as const
  )
  expect(await typeErrors("readme", new Map(modules))).toBe("")
})

test("its table has every command", () => {
  const rows = tablesOf("README.md").find(({ header }) => header[0] === "command")?.rows ?? []
  const shown = rows.flatMap(([cell = ""]) => /^`sterna (\w+)/.exec(cell)?.[1] ?? [])
  expect([...new Set(shown)].toSorted()).toEqual([...commandNames].toSorted())
})
