import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { constraint, create, index } from "sterna"
import yugabytedb from "../../../plugins/yugabytedb/dialect.ts"

const options = { settings: {}, server: { flavour: "postgres", version: "15.12" } }

test("its changes of a schema commit by themselves, and no table is locked", () => {
  expect(yugabytedb.capabilities).toMatchObject({ transactionalDdl: false, advisoryLocks: false, tableLock: true })
  expect(yugabytedb.transaction.begin({ rebuilds: false, versions: { name: "v", prefix: undefined } })).toEqual([
    "BEGIN",
  ])
})

test.each([
  ["exclusion constraints", create(constraint("posts", "c", { exclude: "gist (a WITH =)" }))],
  ["`using` of indexes", create(index("posts", ["title"], { using: "gist" }))],
])("it has no %s", (what, command) => {
  const compiled = yugabytedb.compile(command, options)
  expect(Result.isFailure(compiled) && compiled.failure.problem).toStartWith(`YugabyteDB has no ${what}`)
})
