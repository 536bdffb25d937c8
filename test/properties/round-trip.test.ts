import { expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import { quoteCommand } from "../../src/migration/describe.ts"
import { reverseAll } from "../../src/migration/reverse.ts"
import { MemoryDatabase } from "../plugins/sqlite/memory-database.ts"
import { blogOf, type BlogPlan, blogPlan, type ModelTable } from "./blog.ts"
import { rowsOf, schemaOf } from "./database-state.ts"
import { migrate } from "./migrate.ts"
import { intents, writingOf } from "./migrations.ts"
import { expectProperty } from "./property.ts"

/** What a migration may be refused with, since its rows or a view do not allow it. */
const expectedErrors = [
  /^(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed/,
  /refers to a missing row of/,
  /^error in (view|trigger|index) /,
  /^Cannot add a column with non-constant default/,
]

/** The rows of every column that nothing has touched, by the column that it came from. */
const untouched = (database: MemoryDatabase, tables: ReadonlyArray<ModelTable>) =>
  Object.fromEntries(tables.flatMap((table) => {
    const columns = table.columns.filter(({ origin }) => origin !== undefined)
    return columns.length === 0 ? [] : [[
      columns[0]?.origin?.table,
      [columns.map(({ origin }) => origin?.column), rowsOf(database, table.name, columns.map(({ name }) => name))],
    ]]
  }))

const health = (database: MemoryDatabase, { autoincrement }: BlogPlan) => [
  // The number that was last given out.
  autoincrement ? database.values("SELECT seq FROM sqlite_sequence WHERE seq = 99") : [99],
  database.values("PRAGMA foreign_key_check"),
  database.values("PRAGMA integrity_check"),
  database.values("PRAGMA foreign_keys"),
  database.values("PRAGMA legacy_alter_table"),
]
const healthy = [[99], [], ["ok"], [1], [0]]

const dependants = (database: MemoryDatabase) =>
  database.values(
    "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE '%INDEX%' ORDER BY name",
  )

test("a migration and its way back leave the schema and the untouched data as they were", async () => {
  let returned = 0
  await expectProperty(Arbitrary.all([blogPlan, intents]), async ([plan, intended]) => {
    const blog = blogOf(plan)
    const { commands, tables } = writingOf(blog, intended)
    const back = Result.getOrThrow(reverseAll(commands))
    const database = new MemoryDatabase(...blog.statements)
    const shown = () => `\n${commands.map(quoteCommand).join("\n")}\n${Object.values(database.schema()).join("\n")}`
    const before = { schema: schemaOf(database), rows: untouched(database, blog.tables), names: dependants(database) }
    const differs = (what: string, actual: unknown, expected: unknown): string | undefined =>
      Bun.deepEquals(actual, expected)
        ? undefined
        : `${what}: ${JSON.stringify(actual)}\ninstead of ${JSON.stringify(expected)}${shown()}`

    const expectedRows = untouched(database, tablesBefore(tables))
    const refused = await migrate(database, commands)
    if (refused !== undefined) {
      return expectedErrors.some((error) => error.test(refused))
        ? differs("after a refusal", {
          ...before,
          schema: schemaOf(database),
          rows: untouched(database, blog.tables),
        }, before)
        : `It is refused: ${refused}${shown()}`
    }
    const lost = before.names.filter((name) => !dependants(database).includes(name))
    if (lost.length > 0) return `It loses ${lost.join(", ")}${shown()}`
    const forth = differs("rows after it", untouched(database, tables), expectedRows)
      ?? differs("health after it", health(database, plan), healthy)
    if (forth !== undefined) return forth

    const failed = await migrate(database, back)
    if (failed !== undefined) return `Its way back is refused: ${failed}${shown()}`
    returned++
    return differs("schema", schemaOf(database), before.schema)
      ?? differs("rows", untouched(database, tablesBefore(tables)), expectedRows)
      ?? differs("health", health(database, plan), healthy)
  }, { runs: 300, size: 8 })
  expect(returned).toBeGreaterThan(100)
})

/** The tables that were there, each with the columns that nothing has touched since. */
const tablesBefore = (tables: ReadonlyArray<ModelTable>): ReadonlyArray<ModelTable> =>
  tables.flatMap((table) => {
    const columns = table.columns.flatMap(({ origin, ...column }) =>
      origin === undefined ? [] : [{ ...column, origin, name: origin.column }]
    )
    const [first] = columns
    return first === undefined ? [] : [{ name: first.origin.table, columns }]
  })
