import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { folderOf } from "../../../plugins/pglite/folder.ts"

test.each([
  ["pglite:data", "/home/data"],
  ["pglite:/var/my%20data", "/var/my data"],
  ["pglite:///var/data", "/var/data"],
  ["pglite::memory:", ":memory:"],
])("%s is %s", (url, folder) => {
  expect(Result.getOrThrow(folderOf(url, "/home"))).toBe(folder)
})

test.each(["pglite:", "pglite://host/data", "pglite:data?x=1", "pglite:%zz", "pglite:a%00b"])(
  "%s is refused",
  (url) => {
    expect(Result.isFailure(folderOf(url, "/home"))).toBe(true)
  },
)
