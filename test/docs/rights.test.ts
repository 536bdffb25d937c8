import { expect, test } from "bun:test"
import postgres from "../../plugins/postgres/dialect.ts"
import { fencesOf } from "./fences.ts"
import { brokenLinks } from "./links.ts"

const page = "docs/rights.md"

/** The columns that a `CREATE TABLE` names, each with its type. */
const columnsOf = (create: string): ReadonlyArray<string> =>
  [...create.replaceAll("\"", "").matchAll(/\b(\w+) (?:bigint|timestamp|text)/g)].map(([, name = ""]) => name)

test("the versions table of the page has the columns of the dialect", () => {
  const shown = fencesOf(page).find(({ text }) => text.startsWith("CREATE TABLE schema_migrations"))?.text ?? ""
  const made = postgres.versions.create({ name: "schema_migrations", prefix: undefined })
  expect(columnsOf(made)).toContain("sterna_version")
  expect(columnsOf(shown)).toEqual([...columnsOf(made)])
})

test("no link leads nowhere", () => {
  expect(brokenLinks(page)).toEqual([])
})
