import { afterAll, describe, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { discover } from "../../src/history/discover.ts"
import { parseFileName } from "../../src/history/source.ts"

const root = mkdtempSync(join(tmpdir(), "sterna-discover-"))
afterAll(() => rmSync(root, { recursive: true }))

const folder = (name: string, files: ReadonlyArray<string>) => {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  for (const file of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), "")
  }
  return { path, tag: "schema" } as const
}

const names: ReadonlyArray<readonly [string, bigint | undefined]> = [
  ["20261121101500_create_posts.ts", 20261121101500n],
  ["0001_create_posts.sql", 1n],
  ["1_a.mts", 1n],
  ["1_a.js", 1n],
  ["1_a.mjs", 1n],
  ["123456789012345678_big.ts", 123456789012345678n],
  ["70abc.ts", undefined],
  ["21-foo.ts", undefined],
  ["_40_x.ts", undefined],
  ["abc_create.ts", undefined],
  ["1_a.txt", undefined],
  ["1_a.d.ts", undefined],
  ["1_a.test.ts", undefined],
  ["1_.ts", undefined],
]

describe("file names", () => {
  for (const [name, version] of names) {
    test(name, () => expect(parseFileName(name)?.version).toBe(version))
  }
})

describe("discover", () => {
  test("files of all folders and of those below them, by version", async () => {
    const one = folder("one", ["3_c.ts", "below/1_a.sql", ".hidden/9_x.ts", "node_modules/8_x.ts", "helper.ts"])
    const two = folder("two", ["20_d.ts", "2_b.ts"])
    const { sources, warnings } = await Effect.runPromise(discover([one, two]))
    expect(warnings).toEqual([])
    expect(sources.map(({ name, version }) => [version, name])).toEqual([[1n, "a"], [2n, "b"], [3n, "c"], [20n, "d"]])
  })

  test("a file that looks like a migration and is none is named", async () => {
    const misnamed = ["1-dash.ts", "2.sql", "3_x.SQL", "4x.mjs"]
    const { path, tag } = folder("misnamed", [...misnamed, "5_d.d.ts", "6_t.test.ts", "notes.sql", "7_read.md"])
    const { sources, warnings } = await Effect.runPromise(discover([{ path, tag }]))
    expect(sources).toEqual([])
    const named = new Set(warnings.map((warning) => warning.split(" is no migration", 1)[0]))
    expect(named).toEqual(new Set(misnamed.map((name) => join(path, name))))
  })

  test("a missing folder", async () => {
    const error = await Effect.runPromise(Effect.flip(discover([{ path: join(root, "none"), tag: "schema" }])))
    expect(error.message).toContain(`There is no folder of migrations at ${join(root, "none")}.`)
  })

  test("a file where the folder should be", async () => {
    folder("plain", ["file"])
    const error = await Effect.runPromise(Effect.flip(discover([{ path: join(root, "plain/file"), tag: "schema" }])))
    expect(error.message).toContain("is no folder")
  })

  test("two files of one version, in two folders", async () => {
    const one = folder("twice/one", ["7_a.ts"])
    const two = folder("twice/two", ["007_b.sql"])
    const error = await Effect.runPromise(Effect.flip(discover([one, { ...two, tag: "data" }])))
    expect(error.message).toContain("Version 7 is taken twice")
    expect(error.paths).toEqual([join(one.path, "7_a.ts"), join(two.path, "007_b.sql")])
  })

  test("a version that no column could hold", async () => {
    const error = await Effect.runPromise(Effect.flip(discover([folder("great", ["9223372036854775808_a.ts"])])))
    expect(error.message).toContain("is too great")
  })
})
