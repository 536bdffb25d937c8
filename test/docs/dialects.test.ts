import { expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import type { Dialect, Features } from "sterna/dialect"
import { devDependencies } from "../../package.json" with { type: "json" }
import cockroachdb from "../../plugins/cockroachdb/dialect.ts"
import { features as cockroachdbFeatures } from "../../plugins/cockroachdb/features.ts"
import duckdb from "../../plugins/duckdb/dialect.ts"
import { features as duckdbFeatures } from "../../plugins/duckdb/features.ts"
import libsql from "../../plugins/libsql/dialect.ts"
import mysql from "../../plugins/mysql/dialect.ts"
import { features as mysqlFeatures } from "../../plugins/mysql/features.ts"
import pglite from "../../plugins/pglite/dialect.ts"
import postgres from "../../plugins/postgres/dialect.ts"
import { features as postgresFeatures } from "../../plugins/postgres/features.ts"
import sqlite from "../../plugins/sqlite/dialect.ts"
import { features as sqliteFeatures } from "../../plugins/sqlite/features.ts"
import tidb from "../../plugins/tidb/dialect.ts"
import { features as tidbFeatures } from "../../plugins/tidb/features.ts"
import yugabytedb from "../../plugins/yugabytedb/dialect.ts"
import { features as yugabytedbFeatures } from "../../plugins/yugabytedb/features.ts"
import { featureNames } from "../../src/dialect/toolkit/feature.ts"
import { brokenLinks } from "./links.ts"
import { codeOf, tablesOf } from "./tables.ts"

const page = readFileSync("docs/dialects.md", "utf8")

const dialects: ReadonlyArray<Dialect> = [
  postgres,
  pglite,
  cockroachdb,
  yugabytedb,
  mysql,
  tidb,
  sqlite,
  libsql,
  duckdb,
]

const features: ReadonlyArray<readonly [name: string, features: Features]> = [
  ["PostgreSQL, PGlite", postgresFeatures],
  ["CockroachDB", cockroachdbFeatures],
  ["YugabyteDB", yugabytedbFeatures],
  ["MySQL 8", mysqlFeatures({ flavour: "mysql", version: "8.4.0" })],
  ["MariaDB", mysqlFeatures({ flavour: "mariadb", version: "11.4.0" })],
  ["TiDB", tidbFeatures],
  ["SQLite, libSQL", sqliteFeatures],
  ["DuckDB", duckdbFeatures],
]

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

const table = (heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n")

/** The table that a heading of the page has, as one space between the bars writes it. */
const tableUnder = (heading: string): string =>
  (page.split(`## ${heading}\n`)[1] ?? "").split("\n## ")[0]?.split("\n").filter((line) => line.startsWith("|")).map((
    line,
  ) => line.replaceAll(/ +\|/g, " |").replaceAll(/-{3,}/g, "---")).join("\n") ?? ""

test("the page says what to copy and to install for a plugin", () => {
  const rows = tablesOf("docs/dialects.md").find(({ header }) => header[0] === "plugin")?.rows ?? []
  expect(rows.map(([name]) => name)).toEqual(["duckdb", "pglite", "libsql"])
  for (const [, folder = "", install = ""] of rows) {
    expect(existsSync(`${codeOf(folder)}/dialect.ts`)).toBe(true)
    const [, driver = "", version = ""] = /^npm install (.+)@(.+)$/.exec(codeOf(install)) ?? []
    expect(Object.entries(devDependencies)).toContainEqual([driver, version])
  }
})

test("no link leads nowhere", () => {
  expect(brokenLinks("docs/dialects.md")).toEqual([])
})

test("the page says what each dialect can do in a run", () => {
  const rows = Object.keys(postgres.capabilities).map((name) => [
    `\`${name}\``,
    ...dialects.map((each) =>
      Object.entries(each.capabilities).some(([key, can]) => key === name && can) ? "yes" : "no"
    ),
  ])
  const more = [
    ["`create`, `drop`", ...dialects.map(({ storage }) => storage === undefined ? "no" : "yes")],
    ["`dump`, `load`", ...dialects.map(({ structure }) => structure === undefined ? "no" : "yes")],
    ["schemes", ...dialects.map(({ schemes }) => schemes.map((scheme) => `\`${scheme}:\``).join(" "))],
  ]
  expect(tableUnder("What a run can rely on")).toBe(
    table(["capability", ...dialects.map(({ name }) => name)], [...rows, ...more]),
  )
})

test("the page says which words each dialect refuses", () => {
  const said = (support: boolean | string): string =>
    support === true ? "yes" : support === "ignored" ? "passed over" : "no"
  const rows = Object.entries(featureNames).map(([name, words]) => [
    words,
    ...features.map(([, each]) => said(Object.entries(each).find(([key]) => key === name)?.[1] ?? false)),
  ])
  expect(tableUnder("Words of the language")).toBe(table(["word", ...features.map(([name]) => name)], rows))
})
