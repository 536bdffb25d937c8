import { expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { carriedFiles, carriedModules } from "../../src/cli/carried.ts"

const base64 = (text: string) => Buffer.from(text).toString("base64")

const carried = {
  config: undefined,
  folders: ["migrations", "empty"],
  plugins: {},
  modules: { "migrations/1_a.ts": () => Promise.resolve({ default: 1 }) },
  files: {
    "migrations/1_a.ts": base64("a"),
    "migrations/sql/up.sql": base64("up"),
    "../shared/x.sql": base64("x"),
  },
}

test("what a bundle carries lies where it lay, seen from the working directory", () => {
  const { list, read } = carriedFiles(carried, "/srv/here")
  const textOf = (path: string) => new TextDecoder().decode(read(path))
  expect(list("/srv/here/migrations")).toEqual([
    { name: "1_a.ts", isFolder: false },
    { name: "sql", isFolder: true },
  ])
  expect(list("/srv/here/migrations/sql")).toEqual([{ name: "up.sql", isFolder: false }])
  expect(list("/srv/here/empty")).toEqual([])
  expect([textOf("/srv/here/migrations/sql/up.sql"), textOf("/srv/shared/x.sql")]).toEqual(["up", "x"])
})

test("at the root of the file system as well", () => {
  const { list, read } = carriedFiles(carried, "/")
  expect(list("/migrations").map(({ name }) => name)).toEqual(["1_a.ts", "sql"])
  expect(new TextDecoder().decode(read("/shared/x.sql"))).toBe("x")
})

test("what it does not carry is read on disk, and missing there as ever", () => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-carried-"))
  try {
    writeFileSync(join(folder, "a.sql"), "disk")
    const { list, read } = carriedFiles(carried, "/srv/here")
    expect(list(folder)).toEqual([{ name: "a.sql", isFolder: false }])
    expect(new TextDecoder().decode(read(join(folder, "a.sql")))).toBe("disk")
    expect(() => list("/srv/here/none")).toThrow("ENOENT")
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("modules by their place", async () => {
  const load = carriedModules(carried, "/srv/here")
  expect(await load("/srv/here/migrations/1_a.ts")?.()).toEqual({ default: 1 })
  expect(load("/srv/here/migrations/2_b.ts")).toBeUndefined()
})
