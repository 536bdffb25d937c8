import { expect, test } from "bun:test"
import { manifestOf } from "../../../scripts/executable/component.ts"

test.each([
  ["src/main.ts", undefined],
  ["node_modules/postgres/src/index.js", "node_modules/postgres/package.json"],
  ["node_modules/@effect/x/dist/a/b.js", "node_modules/@effect/x/package.json"],
  ["node_modules/a/node_modules/b/index.js", "node_modules/a/node_modules/b/package.json"],
])("the package that %s is of", (path, manifest) => {
  expect(manifestOf(path)).toBe(manifest)
})
