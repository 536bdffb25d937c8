import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { knownKeys } from "../../src/config/config-schema.ts"
import * as sterna from "../../src/doors/sterna.ts"
import { OptionSchemas } from "../../src/migration/command-schema.ts"
import { type Command, isCommand } from "../../src/migration/command.ts"
import { decodeCommands } from "../../src/migration/decode.ts"
import { propertyOf } from "../../src/migration/property.ts"
import { type Database, differences } from "../vectors/differences.ts"
import { compileOne, databaseNames } from "./compile-example.ts"
import { evaluate, moduleText, wordsOf } from "./example.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"
import { codeOf, tablesOf } from "./tables.ts"
import { typeErrors } from "./type-check.ts"

const page = "docs/coming-from-ecto.md"
const tables = tablesOf(page)
const text = await Bun.file(page).text()

/** The right side of the tables of words. */
const words = tables.filter(({ header }) => header[0] === "Ecto" && header[1] === "Sterna" && header.length === 2)
  .filter(({ heading }) => heading !== "Tasks")
  .flatMap(({ rows }) => rows.map(([, right = ""]) => codeOf(right)))

const cellsModule = `import { ${wordsOf(words.join("\n")).join(", ")} } from "sterna"\n\nexport default [\n${
  words.join(",\n")
},\n]\n`

test("what stands on the right type-checks", async () => {
  const modules = fencesOf(page).filter(({ language }) => language === "ts").map((fence) =>
    [`line-${fence.line}`, moduleText(fence)] as const
  )
  expect(await typeErrors("coming-from-ecto", new Map([...modules, ["cells", cellsModule]]))).toBe("")
})

const values = (await evaluate(cellsModule)) as ReadonlyArray<unknown>

describe("what stands on the right is taken by a database", () => {
  for (const [position, value] of values.entries()) {
    const command = commandOf(value)
    if (command === undefined) continue
    test(words[position] ?? "", () => {
      expect(Result.getOrThrow(decodeCommands([command], "change"))).toHaveLength(1)
      const compiled = databaseNames.map((database) => compileOne(command, database, {}))
      expect(compiled.some((result) => result === undefined || Result.isSuccess(result))).toBe(true)
    })
  }
})

test("every word stands on the right", () => {
  const used = new Set(wordsOf(`${words.join("\n")}\n${text}`))
  expect(Object.keys(sterna).filter((word) => !used.has(word))).toEqual([])
})

test("every option stands on the right", () => {
  const options = new Set(Object.values(OptionSchemas).flatMap(({ fields }) => Object.keys(fields)))
  const right = words.join("\n")
  expect([...options].filter((option) => !new RegExp(`\\b${option}: `).test(right))).toEqual([])
})

test("every setting that Ecto has stands in the table", () => {
  const settings = tables.find(({ header }) => header[0] === "Ecto's repo")?.rows.map(([, right]) => right).join("\n")
  const keys = knownKeys(["repos", "main"]).filter((key) => key !== "dialect" && key !== "dataMigrations")
  expect(keys.filter((key) => !settings?.includes(`\`${key}\``))).toEqual([])
})

describe("what is said of the command line", () => {
  const help = (command: string): Promise<string> => {
    const shown = Bun.spawn(["bun", "src/main.ts", ...command.split(" "), "--help"], {
      stdout: "pipe",
      stderr: "ignore",
    })
    return new Response(shown.stdout).text()
  }

  test.each(commandsOf())("%s", async (command) => {
    expect(await help(command)).toContain(`sterna ${command}`)
  })

  test("the options are there", async () => {
    const shown = await help("migrate")
    const options = tables.find(({ header }) => header[0] === "Ecto's option")?.rows ?? []
    const flags = options.flatMap(([, right = ""]) => right.match(/--[a-z-]+/g) ?? [])
    expect(flags.length).toBeGreaterThan(5)
    expect(flags.filter((flag) => !new RegExp(`${flag}[ ,]`).test(shown))).toEqual([])
  })
})

test("every recorded difference stands on the page with its reason", () => {
  const rows = tables.find(({ heading }) => heading === "In recorded migrations")?.rows ?? []
  const shown = rows.map(([migration = "", ...rest]) => [migration.replace(/:.*$/, ""), ...rest])
  expect(shown).toEqual(differenceRows())
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})

/** A row for each difference of a migration; databases that differ in the same way share it. */
function differenceRows(): Array<Array<string>> {
  const names: { readonly [Name in Database]: string } = { postgres: "PostgreSQL", mysql: "MySQL", sqlite: "SQLite" }
  const databases: ReadonlyArray<Database> = ["postgres", "mysql", "sqlite"]
  return Object.entries(differences).flatMap(([vector, reasons]) => {
    const number = vector.split("_", 1)[0] ?? ""
    const distinct = new Set(databases.flatMap((database) => reasons[database] ?? []))
    return [...distinct].map((reason) => [
      number,
      databases.filter((database) => reasons[database] === reason).map((database) => names[database]).join(", "),
      reason,
    ])
  })
}

function commandsOf(): ReadonlyArray<string> {
  const tasks = tables.find(({ header, heading }) => heading === "Tasks" && header[0] === "Ecto")?.rows ?? []
  return tasks.flatMap(([, right = ""]) => /^`sterna (\w+)/.exec(right)?.[1] ?? [])
}

/** A command that a value may stand in: an entry of a table, a type of a column, a table, an index. */
function commandOf(value: unknown): Command | undefined {
  if (isCommand(value)) return value
  const table = sterna.table("posts")
  switch (propertyOf(value, "_tag")) {
    case "Table":
    case "Index":
    case "Constraint":
      return sterna.create(value as sterna.Index)
    case "Array":
    case "Reference":
      return sterna.alter(table, [sterna.add("a", value as sterna.ColumnType)])
    case "Fragment":
    case "Migration":
      return undefined
    default:
      return sterna.alter(table, [value as sterna.AlterEntry])
  }
}
