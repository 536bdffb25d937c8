import { afterAll, describe, expect, test } from "bun:test"
import { compile as compileMysql } from "../../plugins/mysql/compile.ts"
import { compile as compilePostgres } from "../../plugins/postgres/compile.ts"
import { compareCompiled, compareRun } from "./comparison.ts"
import { type Compiler, compileVector } from "./compiled.ts"
import { type Database, differences } from "./differences.ts"
import { runOnSqlite } from "./sqlite-run.ts"
import { readVectors, type Vector, vectorsFolder } from "./vector.ts"

const vectors = readVectors()

test.skipIf(vectors === undefined)(`the vectors are in ${vectorsFolder}`, () => {
  expect(vectors?.length).toBeGreaterThan(100)
})

/** In what a vector is another than expected; `undefined` where only a run on a server can tell. */
type Findings = (vector: Vector) => Promise<ReadonlyArray<string> | undefined>

/** A test for each vector that expects something of a database, and a line that counts them. */
const compareAll = (database: Database, findings: Findings): void => {
  const counts = { held: 0, differed: 0, open: 0 }
  for (const vector of vectors ?? []) {
    if (vector[database] === null) continue
    const difference = differences[vector.name]?.[database]
    test(`${vector.name}: ${difference ?? vector.about}`, async () => {
      const found = await findings(vector)
      if (found === undefined) {
        expect(difference).toBeUndefined()
        counts.open++
      } else if (difference === undefined) {
        expect(found).toEqual([])
        counts.held++
      } else {
        // A difference that is none any more has to leave the table.
        expect(found).not.toEqual([])
        counts.differed++
      }
    })
  }
  afterAll(() => {
    console.log(
      vectors === undefined
        ? `No vectors in ${vectorsFolder}: nothing was compared.`
        : `Vectors on ${database}: ${counts.held} hold, ${counts.differed} differ on purpose, `
          + `${counts.open} need a server.`,
    )
  })
}

describe("what was recorded of Ecto, run on SQLite", () => {
  compareAll("sqlite", async (vector) => {
    const { sqlite } = vector
    return sqlite === null ? [] : compareRun(await runOnSqlite(vector, sqlite), sqlite)
  })
})

const compilers: { readonly [Name in "postgres" | "mysql"]: Compiler } = {
  postgres: { compile: compilePostgres, server: { flavour: "postgres", version: "15" } },
  mysql: { compile: compileMysql, server: { flavour: "mariadb", version: "10.11" } },
}

for (const database of ["postgres", "mysql"] as const) {
  describe(`what was recorded of Ecto, compiled for ${database}`, () => {
    compareAll(database, async (vector) => {
      const expected = vector[database]
      return expected === null ? [] : compareCompiled(await compileVector(vector, compilers[database]), expected)
    })
  })
}

test("every difference is of a vector that there is", () => {
  const names = new Set((vectors ?? []).map(({ name }) => name))
  expect(vectors === undefined ? [] : Object.keys(differences).filter((name) => !names.has(name))).toEqual([])
})
