import { expect, test } from "bun:test"
import { join } from "node:path"
import { temporaryFolder, usualFolders } from "../../../plugins/sqlite/temporary-folder.ts"
import { temporaryFolder as folderOfTest } from "./temporary-folder.ts"

const folder = folderOfTest()

test("what the variables name comes before the system's", () => {
  expect(usualFolders({ SQLITE_TMPDIR: "/one", TMPDIR: "/two" })).toEqual([
    "/one",
    "/two",
    "/var/tmp",
    "/usr/tmp",
    "/tmp",
  ])
  expect(usualFolders({ TMPDIR: "" })).toEqual(["/var/tmp", "/usr/tmp", "/tmp"])
})

test("SQLite finds one where there is one", () => {
  expect(temporaryFolder("/data/blog.db", [join(folder(), "none"), folder()])).toBeUndefined()
})

test("else it is that of the database, if that may be written", () => {
  const none = [join(folder(), "none"), import.meta.path]
  expect(temporaryFolder(join(folder(), "blog.db"), none)).toBe(folder())
  expect(temporaryFolder(join(folder(), "none", "blog.db"), none)).toBeUndefined()
})
