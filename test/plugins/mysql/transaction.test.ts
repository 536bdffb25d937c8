import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
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
