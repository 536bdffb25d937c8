import { afterAll, expect, test } from "bun:test"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { commandNames } from "../../src/cli/commands.ts"
import { testConsole } from "./console.ts"
import { fencesOf } from "./fences.ts"
import { tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const fences = fencesOf("README.md")

const folder = mkdtempSync(join(tmpdir(), "sterna-readme-"))
cpSync("migrations", join(folder, "migrations"), { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))
testConsole("the tour of the README does what it shows", fences, { folder })

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
