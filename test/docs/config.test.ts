import { afterAll, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { helpDocs } from "../../src/cli/program.ts"
import { knownKeys } from "../../src/config/config-schema.ts"
import { decodeConfig } from "../../src/config/decode-config.ts"
import { Project } from "../executable/project.ts"
import { testConsole } from "./console.ts"
import { evaluate } from "./example.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"
import { codeOf, tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const page = "docs/config.md"
const fences = fencesOf(page)
const tables = tablesOf(page).filter(({ header }) => header[0] === "key")
const config = fences.find(({ language }) => language === "ts")?.text ?? ""
const json = fences.find(({ language }) => language === "json")?.text ?? ""

const keysUnder = (heading: string): ReadonlyArray<string> =>
  tables.find((table) => table.heading === heading)?.rows.map(([key = ""]) => codeOf(key)) ?? []

test("its tables have each key of a config and of a repo, and no other", () => {
  expect(keysUnder("All of it")).toEqual([...knownKeys([])])
  expect(keysUnder("A repo").toSorted()).toEqual(knownKeys(["repos", "main"]).toSorted())
})

test("the complete example type-checks", async () => {
  expect(await typeErrors("config", new Map([["config", `${config}\n`]]))).toBe("")
})

test("the complete example has each key, and is a config", async () => {
  const exported = await evaluate(`${config}\n`)
  const decoded = Result.getOrThrow(decodeConfig(exported, page))
  expect(Object.keys(decoded).toSorted()).toEqual(knownKeys([]).toSorted())
  expect([...new Set(Object.values(decoded.repos).flatMap((repo) => Object.keys(repo)))].toSorted()).toEqual(
    knownKeys(["repos", "main"]).toSorted(),
  )
})

test("the example in JSON is a config", () => {
  expect(Result.isSuccess(decodeConfig(JSON.parse(json), page))).toBe(true)
})

test("the flags of the tables are ones of the executable", async () => {
  const docs = await Effect.runPromise(helpDocs)
  const flags = new Set(docs.flatMap((doc) => doc.flags.map(({ name }) => name.replace(/^--/, ""))))
  const shown = tables.flatMap(({ rows }) => rows.flatMap((row) => (row.at(-1) ?? "").match(/(?<=`--)[\w-]+/g) ?? []))
  expect(shown.length).toBeGreaterThan(8)
  expect(shown.filter((flag) => !flags.has(flag))).toEqual([])
})

const project = new Project({
  "sterna.config.json": json,
  "migrations/20261121101500_create_posts.sql":
    "-- migrate:up\nCREATE TABLE posts (id integer, title text, slug text);\n-- migrate:down\nDROP TABLE posts;\n",
  "data/20261121113000_fill_slugs.sql": "-- migrate:up\nUPDATE posts SET slug = lower(title);\n-- migrate:down\n",
})
afterAll(() => project[Symbol.dispose]())
testConsole("its console shows what is printed", fences, {
  folder: project.folder,
  shownAs: "/srv/blog",
  env: { DATABASE_URL: "sqlite:blog.db" },
})

test("a version that is of both kinds is an error", async () => {
  using twice = new Project({
    "sterna.config.json": json,
    "migrations/1_a.sql": "-- migrate:up\nSELECT 1;\n",
    "data/1_b.sql": "-- migrate:up\nSELECT 1;\n",
  })
  const { code, stderr } = await twice.sterna(["migrate"])
  expect({ code, isNamed: stderr.includes("Version 1 is taken twice") }).toEqual({ code: 2, isNamed: true })
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})
