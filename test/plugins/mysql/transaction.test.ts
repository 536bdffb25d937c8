import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import dialect from "../../../plugins/mysql/dialect.ts"
import { transaction } from "../../../plugins/mysql/transaction.ts"

test.each<[timeout: Duration.Input, seconds: number]>([
  ["1 milli", 1],
  ["2 seconds", 2],
  ["2500 millis", 3],
  ["1000 days", 31_536_000],
  // Without end.
  [0, 31_536_000],
])("a wait for a lock of %p is %d seconds of the server's, and its own again afterwards", (timeout, seconds) => {
  expect(transaction.session?.({ lockTimeout: Duration.fromInputUnsafe(timeout) })).toEqual({
    set: [`SET SESSION lock_wait_timeout = ${seconds}, SESSION innodb_lock_wait_timeout = ${seconds}`],
    reset: ["SET SESSION lock_wait_timeout = DEFAULT, SESSION innodb_lock_wait_timeout = DEFAULT"],
  })
})

test("who bounds nothing sets nothing", () => {
  expect(transaction.session?.({})).toEqual({ set: [], reset: [] })
})

test.each<[timeout: Duration.Input, seconds: string]>([
  ["1500 millis", "1.5"],
  ["3 minutes", "180"],
  ["1000 days", "31536000"],
  // Without end.
  [0, "0"],
])("a statement may take %p: %s seconds of MariaDB's", (timeout, seconds) => {
  expect(transaction.session?.({ statementTimeout: Duration.fromInputUnsafe(timeout) })).toEqual({
    set: [`SET SESSION max_statement_time = ${seconds}`],
    reset: ["SET SESSION max_statement_time = DEFAULT"],
  })
})

test.each([["mariadb", true], ["mysql", false]])("%s can bound what a statement takes: %p", (flavour, able) => {
  expect(dialect.capabilitiesOf?.({ flavour, version: "11.0" }).statementTimeout).toBe(able)
})
