import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { lexicon as sqlite } from "../../plugins/sqlite/lexicon.ts"
import * as sterna from "../../src/doors/sterna.ts"
import { MigrationSchema, OptionSchemas } from "../../src/migration/command-schema.ts"
import { sqlBlockOptions } from "../../src/migration/sql-block-options.ts"
import { parseSqlFile } from "../../src/migration/sql-file.ts"
import { Project } from "../executable/project.ts"
import { compileExample, type DatabaseName, databaseNames } from "./compile-example.ts"
import { type Example, examplesOf, moduleText } from "./example.ts"
import { type Expected, oneLine, refusalOf } from "./expected.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"
import { runExample } from "./run-example.ts"
import { featureRows, supportOf, typeRows } from "./support.ts"
import { codeOf, tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const page = "docs/language.md"
const fences = fencesOf(page)
const examples = await examplesOf(fences)
const tables = tablesOf(page)

const [first] = examples
if (first === undefined) throw new Error(`${page} has no example.`)
/** The statements of the first example, on whose tables the others run. */
const { up: { statements: standardTables } } = await runExample(first, [])

/** What becomes of an example, in the words of the page. */
interface Found {
  readonly refusal: string | undefined
  readonly statements: ReadonlyArray<string>
}

const compiled = (example: Example, database: DatabaseName, direction: "up" | "down"): Found | undefined => {
  const result = compileExample(example, database, direction)
  if (result === undefined) return undefined
  return Result.isFailure(result)
    ? { refusal: result.failure.message, statements: [] }
    : { refusal: undefined, statements: linesOf(result.success) }
}

/** What a run sends shows in a block marked `run`; elsewhere what is known without one. */
const expectFound = (found: Found, expected: Expected, database: DatabaseName): void => {
  expect({ refusal: found.refusal, statements: found.statements }, `${page}:${expected.line} (${database})`).toEqual({
    refusal: refusalOf(expected, database),
    statements: expected.statements,
  })
}

const linesOf = (statements: ReadonlyArray<string>): ReadonlyArray<string> =>
  statements.length === 0 ? ["-- nothing"] : statements.map(oneLine)

describe("what the page shows without a server", () => {
  for (const example of examples.filter((one) => !isRun(one))) {
    test(titleOf(example), () => {
      for (const expected of example.expected) {
        for (const database of expected.databases) {
          const found = compiled(example, database, expected.direction)
          if (found !== undefined) expectFound(found, expected, database)
        }
      }
    })
  }
})

describe("what is shown covers every database", () => {
  for (const example of examples.filter((one) => one.expected.length > 0 && !isRun(one))) {
    test(titleOf(example), () => {
      const shown = new Set(
        example.expected.filter(({ direction }) => direction === "up").flatMap(({ databases }) => databases),
      )
      const known = databaseNames.filter((database) => compiled(example, database, "up") !== undefined)
      expect(known.filter((database) => !shown.has(database))).toEqual([])
    })
  }
})

describe("what the page shows runs on SQLite, forward and back", () => {
  const runnable = examples.filter(({ exported, fence }) =>
    exported !== first.exported && !fence.info.includes("compiled")
  )
  for (const example of runnable) {
    test(titleOf(example), async () => {
      const { down, up } = await runExample(example, standardTables, viewFiles)
      for (const [direction, outcome] of [["up", up], ["down", down]] as const) {
        const expected = example.expected.find((one) => one.direction === direction && one.databases.includes("SQLite"))
        if (outcome === undefined) continue
        // What is refused one way needs no word about the other.
        if (expected?.refusal !== undefined || (expected !== undefined && !expected.statements.includes(anew))) {
          expectFound(
            { refusal: outcome.error?.message, statements: outcome.error ? [] : linesOf(outcome.statements) },
            expected,
            "SQLite",
          )
        } else expect(outcome.error).toBeUndefined()
      }
    })
  }
})

const anew = "-- builds the table anew"
const viewFiles = {
  "views/titles.sql": "CREATE VIEW titles AS SELECT title FROM posts",
  "views/drop_titles.sql": "DROP VIEW titles",
}

test("the TypeScript of the page type-checks", async () => {
  const modules = fences.filter(({ language }) => language === "ts").map((fence) =>
    [`line-${fence.line}`, moduleText(fence)] as const
  )
  expect(await typeErrors("language", new Map(modules))).toBe("")
})

test("its TypeScript type-checks with the types that sterna init writes", async () => {
  using project = new Project()
  expect(await project.sterna(["init"])).toMatchObject({ code: 0 })
  for (const fence of fences) {
    if (fence.language === "ts") project.write({ [`migrations/line_${fence.line}.ts`]: moduleText(fence) })
  }
  const tsc = Bun.spawn(["bun", "--bun", "node_modules/.bin/tsc", "-p", project.folder], { stdout: "pipe" })
  expect(await tsc.stdout.text()).toBe("")
})

describe("SQL files", () => {
  const lexicons = { postgres, mysql, sqlite }
  for (const [position, fence] of fences.entries()) {
    if (fence.language !== "sql" || !/^--\s*migrate:|^-- migrate/m.test(fence.text)) continue
    const following = fences[position + 1]
    const refusal = following?.language === "text" ? following.text : undefined
    test(`line ${fence.line}: ${refusal ?? "is one"}`, () => {
      for (const lexicon of Object.values(lexicons)) {
        const parsed = parseSqlFile(fence.text, lexicon)
        expect(Result.isFailure(parsed) ? parsed.failure.message : undefined).toBe(refusal)
      }
    })
  }

  test("the table has every option of a marker", () => {
    const refused = Result.getOrThrow(Result.flip(sqlBlockOptions("nothing:like", "line 1"))).hint
    expect(refused).toBe(`The options are ${optionsOf("SQL files").join(", ")}.`)
  })
})

test("there is a heading for every word", async () => {
  const headings = new Set(fencedOut(await Bun.file(page).text()).match(/^### `\w+`$/gm))
  expect(Object.keys(sterna).filter((word) => !headings.has(`### \`${word}\``))).toEqual([])
})

describe("tables of options", () => {
  const added = Object.keys(OptionSchemas.Add.fields)
  const without = (options: object, others: ReadonlyArray<string>) =>
    Object.keys(options).filter((option) => !others.includes(option))
  const cases: ReadonlyArray<[word: string, options: ReadonlyArray<string>]> = [
    ["migration", Object.keys(MigrationSchema.fields)],
    ["table", Object.keys(OptionSchemas.Table.fields)],
    ["add", added],
    ["modify", without(OptionSchemas.Modify.fields, added)],
    ["timestamps", without(OptionSchemas.Timestamps.fields, added)],
    ["references", Object.keys(OptionSchemas.Reference.fields)],
    ["index", Object.keys(OptionSchemas.Index.fields)],
    ["constraint", Object.keys(OptionSchemas.Constraint.fields)],
    ["updateAll", Object.keys(OptionSchemas.UpdateAll.fields)],
  ]
  test.each(cases)("%s: has every option", (word, options) => {
    expect(optionsOf(`\`${word}\``).toSorted()).toEqual(options.toSorted())
  })

  test.each(cases.slice(1))("%s: says what each database does", (word) => {
    const rows = optionTable(`\`${word}\``).rows
    expect(rows.map(([option = "", , , ...cells]) => [option, ...cells])).toEqual(
      rows.map(([option = ""]) => [option, ...supportOf(word, codeOf(option)) ?? []]),
    )
  })
})

test("the table of types is that of the dialects", () => {
  expect(tables.find(({ heading }) => heading === "Types")?.rows).toEqual(typeRows())
})

test("the table of features is that of the dialects", () => {
  expect(tables.find(({ heading }) => heading === "What each database can do")?.rows).toEqual(featureRows())
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})

function optionTable(heading: string) {
  const table = tables.find((one) => one.heading === heading && one.header[0] === "option")
  if (table === undefined) throw new Error(`${page} has no table of options under ${heading}.`)
  return table
}

function optionsOf(heading: string): ReadonlyArray<string> {
  return optionTable(heading).rows.map(([option = ""]) => codeOf(option))
}

function isRun({ fence }: Example): boolean {
  const following = fences[fences.indexOf(fence) + 1]
  return following?.language === "sql" && following.info === "run"
}

function titleOf({ fence }: Example): string {
  return `line ${fence.line}: ${fence.text.replace(/^import .*\n+/gm, "").split("\n", 1)[0] ?? ""}`
}

function fencedOut(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, "")
}
