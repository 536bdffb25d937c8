import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { ledger as mysql } from "../../../plugins/mysql/ledger.ts"
import { ledger as postgres } from "../../../plugins/postgres/ledger.ts"
import { ledger as sqlite } from "../../../plugins/sqlite/ledger.ts"
import { type LedgerRow, ledgerTable } from "../../../src/dialect/ledger-table.ts"
import { inFlightOf } from "../../../src/history/in-flight.ts"

const versions = { name: "schema_migrations", prefix: undefined }

const own: LedgerRow = {
  version: 20261121101500n,
  step: 0,
  state: "running",
  statement: "it's \\ a \"name\"",
  direction: "up",
  checksum: "1:a:b",
  owner: "host:4711",
  session: "12 34.5",
  startedAt: 1700000000000,
}

const step = (number: number, state: LedgerRow["state"]): LedgerRow => ({
  version: own.version,
  step: number,
  state,
  statement: `SELECT '\\'; -- ${number} 😀\n\u0001`,
  digest: "d",
  answer: "[{\"a\":\"it's\"}]",
})

const fresh = () => {
  const database = new Database(":memory:")
  database.run(sqlite.create(versions))
  return {
    run: (sql: string) => void database.run(sql),
    flights: () =>
      Result.getOrThrow(
        inFlightOf(database.query<Record<string, unknown>, []>(sqlite.select(versions)).all(), "steps"),
      ),
  }
}

test("rows come back as they were written, and are written anew in their place", () => {
  const { flights, run } = fresh()
  run(sqlite.write(versions, [own, step(1, "done"), step(2, "intended")]))
  run(sqlite.write(versions, [{ ...own, state: "unresolved" }, step(2, "failed")]))
  expect(flights()).toEqual([{
    version: own.version,
    name: own.statement,
    direction: "up",
    checksum: "1:a:b",
    owner: "host:4711",
    session: "12 34.5",
    startedAt: 1700000000000,
    unresolved: true,
    steps: new Map([[1, step(1, "done")], [2, step(2, "failed")]]),
  }])
})

test("a migration is claimed once, and taken over only from whom it belonged to", () => {
  const { flights, run } = fresh()
  run(sqlite.claim(versions, own))
  expect(() => run(sqlite.claim(versions, own))).toThrow("UNIQUE")
  const claim = { version: own.version, owner: "it's me", session: "me" }
  run(sqlite.takeOver(versions, { ...claim, from: "somebody else" }))
  expect(flights()).toMatchObject([{ owner: "host:4711" }])
  run(sqlite.takeOver(versions, { ...claim, from: "12 34.5" }))
  expect(flights()).toMatchObject([{ owner: "it's me", session: "me" }])
})

test("a step is deleted, or all of a migration", () => {
  const { flights, run } = fresh()
  const other = { ...own, version: 5n }
  run(sqlite.write(versions, [own, step(1, "done"), step(2, "done"), other]))
  run(sqlite.deleteStep(versions, own.version, 2))
  expect(flights().map(({ steps, version }) => [version, [...steps.keys()]])).toEqual([[5n, []], [own.version, [1]]])
  run(sqlite.delete(versions, own.version))
  expect(flights().map(({ version }) => version)).toEqual([5n])
})

test("the table has the name of the versions table, and stands beside it", () => {
  expect(ledgerTable({ name: "v", prefix: "tenant" })).toEqual({ name: "v_steps", prefix: "tenant" })
  expect(postgres.delete({ name: "v", prefix: "tenant" }, 7n)).toBe(
    "DELETE FROM \"tenant\".\"v_steps\" WHERE \"version\" = 7",
  )
})

test.each([
  ["postgres", postgres, "E'a''b\\\\'"],
  ["mysql", mysql, "X'6127625c'"],
  ["sqlite", sqlite, "'a''b\\'"],
])("%s: what a text holds stays in its quotes", (_, ledger, written) => {
  expect(ledger.write(versions, [{ ...own, statement: "a'b\\" }])).toContain(written)
})
