import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readConfig } from "../../src/config/config-file.ts"
import { Modules } from "../../src/dialect/modules.ts"

/** Reads the config of a new folder with these files in it, from `directory` below it. */
const read = async (files: { readonly [path: string]: string }, named?: string, directory = ".") => {
  const root = await mkdtemp(join(tmpdir(), "sterna-config-"))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(root, path, ".."), { recursive: true })
      await writeFile(join(root, path), text)
    }
    const answer = await Effect.runPromise(
      readConfig(named, join(root, directory)).pipe(
        Effect.match({ onFailure: (error): unknown => error.message, onSuccess: (source): unknown => source }),
        Effect.provide(Modules.layer(() => {})),
      ),
    )
    return JSON.parse(JSON.stringify(answer).replaceAll(root, "ROOT"))
  } finally {
    await rm(root, { recursive: true })
  }
}

const json = (url: string) => JSON.stringify({ repos: { main: { url } } })
const module = (url: string) => `export default ${json(url)}`

test("the file is found in the working directory", async () => {
  const config = { repos: { main: { url: "sqlite:x.db" } } }
  expect(await read({ "sterna.config.ts": module("sqlite:x.db") }))
    .toEqual({ file: "ROOT/sterna.config.ts", directory: "ROOT", config })
  expect(await read({ "sterna.config.json": json("sqlite:x.db") }))
    .toEqual({ file: "ROOT/sterna.config.json", directory: "ROOT", config })
})

test("a file in a parent folder is none", async () => {
  const source = await read({ "sterna.config.json": json("sqlite:x.db"), "below/x": "" }, undefined, "below")
  expect(source).toEqual({
    directory: "ROOT/below",
    config: { repos: { default: { url: { env: "DATABASE_URL" } } } },
  })
})

test("--config names any file, and relative paths are meant from its folder", async () => {
  expect(await read({ "sterna.config.ts": module("a:"), "deploy/other.json": json("b:") }, "deploy/other.json"))
    .toMatchObject({
      file: "ROOT/deploy/other.json",
      directory: "ROOT/deploy",
      config: { repos: { main: { url: "b:" } } },
    })
})

test.each<[string, { readonly [path: string]: string }, string | undefined, RegExp]>([
  [
    "two files",
    { "sterna.config.ts": module("a:"), "sterna.config.json": json("a:") },
    undefined,
    /^ROOT: There are two configs, sterna\.config\.ts and sterna\.config\.json\. Delete one/,
  ],
  ["a missing file", {}, "nowhere.ts", /^ROOT\/nowhere\.ts: There is no such file\./],
  ["a folder", { "folder/x": "" }, "folder", /^ROOT\/folder: It is no file\./],
  ["wrong JSON", { "sterna.config.json": "{" }, undefined, /^ROOT\/sterna\.config\.json: It is no valid JSON: /],
  ["a module that does not parse", { "sterna.config.ts": "export default {" }, undefined, /^ROOT\/sterna\.config\.ts /],
  [
    "a module that throws",
    { "sterna.config.ts": "throw new Error(\"no such secret\")" },
    undefined,
    /^ROOT\/sterna\.config\.ts could not be loaded: no such secret/,
  ],
  [
    "a module without default export",
    { "sterna.config.ts": "export const config = 1" },
    undefined,
    /^ROOT\/sterna\.config\.ts: It has no default export\. Write `export default defineConfig/,
  ],
  [
    "a wrong key",
    { "sterna.config.json": "{\"repos\":{\"main\":{\"ur\":\"x\"}}}" },
    undefined,
    /^ROOT\/sterna\.config\.json: repos\.main\.ur: There is no such setting\. Did you mean "url"\?$/,
  ],
])("%s is one clear error", async (_, files, named, message) => {
  expect(await read(files, named)).toMatch(message)
})
