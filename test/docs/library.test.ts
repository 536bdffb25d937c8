import { describe, expect, test } from "bun:test"
import { Application, creating } from "../migrator/application.ts"
import { fencesOf, sessionsOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"
import { tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const page = "docs/library.md"
const fences = fencesOf(page)
const programs = fences.flatMap(({ heading, info, text }) => {
  const name = /^file=(\S+)$/.exec(info)?.[1]
  return name === undefined ? [] : [{ heading, name, text }]
})

const migrations = {
  "migrations/20260105090000_create_posts.ts": creating("posts"),
  "migrations/20260105093000_create_people.ts": creating("people"),
}

test("its programs type-check", async () => {
  expect(programs.length).toBeGreaterThan(3)
  expect(await typeErrors("library", new Map(programs.map(({ name, text }) => [name.replace(/\.ts$/, ""), text]))))
    .toBe("")
})

describe("its programs print what the page shows", () => {
  for (const fence of fences.filter(({ language }) => language === "console")) {
    test(`line ${fence.line}`, async () => {
      const own = programs.filter(({ heading }) => heading === fence.heading)
      using application = new Application({
        ...migrations,
        ...Object.fromEntries(own.map(({ name, text }) => [name, text])),
      })
      for (const { command, output } of sessionsOf(fence)) {
        const child = Bun.spawn(["sh", "-c", `exec 2>&1; ${command}`], { cwd: application.directory, stdout: "pipe" })
        expect((await child.stdout.text()).trimEnd()).toBe(output)
      }
    })
  }
})

test("its table has every option", async () => {
  const rows = tablesOf(page).find(({ header }) => header[0] === "option")?.rows ?? []
  const shown = rows.flatMap(([names = ""]) => [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name))
  const source = `${await Bun.file("src/migrator/options.ts").text()}${await Bun.file("src/migrator/migrator.ts")
    .text()}`
  const declared = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name = ""]) => name)
  expect(shown.toSorted()).toEqual(declared.toSorted())
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})
