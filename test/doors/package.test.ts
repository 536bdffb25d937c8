import { expect, test } from "bun:test"
import { exports } from "../../package.json" with { type: "json" }
import * as installed from "../../src/doors/package.ts"
import * as language from "../../src/doors/sterna.ts"

const door = "src/doors/package.ts"

test("it has every word of the language, and the Migrator", () => {
  expect(exports["."]).toBe(`./${door}`)
  expect(Object.keys(installed).toSorted()).toEqual([...Object.keys(language), "Migrator"].toSorted())
})

test("loading it loads nothing that a migration has no use for", async () => {
  const { metafile } = await Bun.build({ entrypoints: [door], target: "bun", packages: "external", metafile: true })
  const loaded = new Set([door])
  // Whoever is found while the set is walked is walked as well.
  for (const path of loaded) {
    for (const { kind, path: imported } of metafile?.inputs[path]?.imports ?? []) {
      if (kind !== "dynamic-import") loaded.add(imported)
    }
  }
  expect(loaded.size).toBeGreaterThan(10)
  expect([...loaded].filter((path) => /^src\/(?!doors|migration|config)/.test(path))).toEqual([
    "src/migrator/migrator.ts",
  ])
  expect([...loaded].filter((path) => /^effect\/(Effect|Schema|Layer)$/.test(path))).toEqual([])
})
