import { expect, test } from "bun:test"
import { publicSubpaths } from "../../../scripts/generated/subpaths.ts"

const files = ["./dist/index.js", "./dist/A.js", "./dist/cli/index.js", "./dist/cli/B.js", "./dist/cli/internal/c.js"]

test.each([
  ["a pattern spans folders", { "./*": "./dist/*.js" }, files, [
    "./A",
    "./cli/B",
    "./cli/index",
    "./cli/internal/c",
    "./index",
  ]],
  [
    "null makes private",
    { "./*": "./dist/*.js", "./cli/internal/*": null, "./index": null, "./*/index": null },
    files,
    ["./A", "./cli/B"],
  ],
  ["literal names win", { ".": "./dist/index.js", "./A": null, "./*": "./dist/*.js" }, ["./dist/A.js"], ["."]],
  ["only modules", { "./package.json": "./package.json", "./x": "./x.js" }, [], ["./x"]],
])("%s", (_, exports, present, expected) => {
  expect(publicSubpaths(exports, present)).toEqual(expected)
})
