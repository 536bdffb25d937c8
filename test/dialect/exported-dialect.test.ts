import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { dialect } from "sterna/dialect"
import mysql from "../../plugins/mysql/dialect.ts"
import postgres from "../../plugins/postgres/dialect.ts"
import sqlite from "../../plugins/sqlite/dialect.ts"
import { contractMembers } from "../../src/dialect/contract-members.generated.ts"
import { exportedDialect } from "../../src/dialect/exported-dialect.ts"

const { contract: _, ...members } = sqlite

/** A dialect as only a file that no compiler has seen can make it. */
const odd = (changes: object): unknown => Reflect.apply(dialect, undefined, [{ ...members, ...changes }])

const without = (name: keyof typeof members): unknown =>
  Reflect.apply(dialect, undefined, [Object.fromEntries(Object.entries(members).filter(([key]) => key !== name))])

const problemOf = (
  exported: { readonly [name: string]: unknown },
  schemes?: ReadonlyArray<string>,
): string | undefined =>
  Result.match(exportedDialect(exported, schemes), { onFailure: (problem) => problem, onSuccess: () => undefined })

test.each([mysql, postgres, sqlite].map((each) => [each.name, each] as const))(
  "%s fits the contract",
  (_name, each) => {
    expect(problemOf({ default: each })).toBeUndefined()
  },
)

/** What an error says a member is for. */
const hint = (member: string): string => ` (${contractMembers[member] ?? "nothing"})`

const write = "Write `export default dialect({ … })`, with `dialect` from sterna/dialect."

test.each<[string, { readonly [name: string]: unknown }, string]>([
  ["no export", {}, `it exports nothing. ${write}`],
  ["no default export", { dialect: sqlite }, `it exports dialect and nothing by default. ${write}`],
  [
    "a promise",
    { default: Promise.resolve(sqlite) },
    "its default export is a promise. Export what it comes to: `await` it.",
  ],
  ["a function", { default: () => sqlite }, `its default export is no dialect, but a function. ${write}`],
  ["null", { default: null }, `its default export is no dialect, but null. ${write}`],
  [
    "an object of its own",
    { default: { ...members } },
    `its default export was not made by \`dialect\` of this Sterna. ${write}`,
  ],
  [
    "a dialect of another Sterna",
    { default: { ...members, contract: 1 } },
    `its default export was not made by \`dialect\` of this Sterna. ${write} It may carry a copy of Sterna: leave \`sterna/dialect\` `
    + "out of a bundle.",
  ],
  [
    "another contract",
    { default: odd({ contract: 2 }) },
    "it was written for version 2 of the contract, and this Sterna has version 1. Install a release of it for that version, or the "
    + "Sterna that it was written for.",
  ],
  [
    "a member that is missing",
    { default: without("placeholder") },
    `its dialect does not fit the contract.\n  \`placeholder\` is missing.${hint("Dialect.placeholder")}`,
  ],
  [
    "members that are something else",
    {
      default: odd({ schemes: ["Sqlite:"], versions: { ...members.versions, select: "SELECT 1", insert: undefined } }),
    },
    "its dialect does not fit the contract."
    + `\n  \`schemes.0\`: Expected a scheme of URLs: in lower case, without the colon.${hint("Dialect.schemes")}`
    + `\n  \`versions.select\`: Expected a function.${hint("VersionsStatements.select")}`
    + `\n  \`versions.insert\`: Expected a function.${hint("VersionsStatements.insert")}`,
  ],
  [
    "members of the lexicon, and a capability that is not said",
    {
      default: odd({
        capabilities: { ...members.capabilities, tableLock: undefined },
        lexicon: { ...members.lexicon, compound: "no", backticks: 1 },
      }),
    },
    "its dialect does not fit the contract."
    + `\n  \`capabilities.tableLock\`: Expected boolean.${hint("Capabilities.tableLock")}`
    + `\n  \`lexicon.backticks\`: Expected boolean.${hint("SqlTokenRules.backticks")}`
    + `\n  \`lexicon.compound\`: Expected "trigger" | "routine" | "atomic" | "none".${hint("SqlLexicon.compound")}`,
  ],
  [
    "a misspelt member",
    { default: odd({ natures: members.nature }) },
    "its dialect does not fit the contract.\n  There is no member `natures`. Did you mean `nature`?",
  ],
])("%s is refused with what to do", (_name, exported, problem) => {
  expect(problemOf(exported)).toBe(problem)
})

test("a member that a later Sterna may have is passed over", () => {
  expect(problemOf({ default: odd({ replicasOfTheServer: [] }) })).toBeUndefined()
})

test("a scheme that it is said to have is one of its own", () => {
  expect(problemOf({ default: sqlite }, ["sqlite"])).toBeUndefined()
  expect(problemOf({ default: sqlite }, ["duckdb"])).toBe(
    "it is said to have the scheme \"duckdb:\", and its dialect has sqlite.",
  )
})
