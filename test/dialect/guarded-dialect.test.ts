import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import sqlite from "../../plugins/sqlite/dialect.ts"
import { targetOf } from "../../src/conformance/subject.ts"
import type { Connection, ConnectionTarget } from "../../src/dialect/connection.ts"
import { type Dialect, dialect } from "../../src/dialect/dialect.ts"
import { guardedDialect } from "../../src/dialect/guarded-dialect.ts"
import { errorOf } from "../../src/dialect/plugin-failed.ts"
import type { LockOptions } from "../../src/dialect/try-lock.ts"
import { drop } from "../../src/migration/command.ts"
import { DatabaseError } from "../../src/migration/database-error.ts"
import { table } from "../../src/migration/table.ts"

const source = { from: "./p.ts", directory: "/app", schemes: undefined, origin: "config" }
const target: ConnectionTarget = targetOf("p:x")
const versions = { name: "schema_migrations", prefix: undefined }

/** A plugin that does what no type allows: it is written in JavaScript. */
const plugin = (members: object): Dialect => guardedDialect(dialect({ ...sqlite, name: "p", ...members }), source)

const throws = (what: unknown = new Error("no such luck")) => () => {
  throw what
}

const isEffect = (value: unknown): value is Effect.Effect<unknown, DatabaseError, Scope.Scope> => Effect.isEffect(value)

/** What calling a member comes to, be it an Effect or not. */
const outcome = async (call: () => unknown): Promise<unknown> => {
  try {
    const value = call()
    if (!isEffect(value)) return value
    const exit = await Effect.runPromiseExit(Effect.scoped(value))
    return Exit.isSuccess(exit) ? exit.value : errorOf(exit.cause)?.message
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}

const way = "That is a fault of the plugin: report it to its author."

test.each<[string, object, (made: Dialect) => unknown, string]>([
  ["throws", { connect: throws() }, (made) => made.connect(target), "its `connect` threw: no such luck."],
  ["throws a text", { connect: throws("nothing") }, (made) => made.connect(target), "its `connect` threw: nothing."],
  ["throws nothing", { connect: throws(new TypeError("")) }, (made) => made.connect(target), "threw: TypeError."],
  ["dies", { connect: () => Effect.die(new Error("boom.")) }, (made) => made.connect(target), "`connect` threw: boom."],
  [
    "fails with what no one knows",
    { connect: () => Effect.fail("boom") },
    (made) => made.connect(target),
    "its `connect` failed with what is neither a DatabaseError nor a Refusal: boom.",
  ],
  [
    "waits for a promise that fails",
    { connect: () => Effect.promise(() => Promise.reject(new Error("refused"))) },
    (made) => made.connect(target),
    "its `connect` threw: refused.",
  ],
  [
    "is async",
    { connect: () => Promise.reject(new Error("refused")) },
    (made) => made.connect(target),
    "its `connect` answered with a promise, and not with an Effect.",
  ],
  [
    "connects to nothing",
    { connect: () => Effect.succeed({}) },
    (made) => made.connect(target),
    "its `connect` answered with an object, and not with a connection.",
  ],
  [
    "throws for a value",
    { nature: throws() },
    (made) => made.nature?.("SELECT 1"),
    "its `nature` threw: no such luck.",
  ],
  [
    "promises a value",
    { nature: () => Promise.resolve() },
    (made) => made.nature?.("SELECT 1"),
    "its `nature` answered with a promise, and not with the value itself.",
  ],
  [
    "gives no result",
    { compile: () => [] },
    (made) => made.compile(drop(table("notes")), { settings: {}, server: connection.server }),
    "its `compile` answered with an object, and not with a Result.",
  ],
  [
    "throws in a part",
    { transaction: { ...sqlite.transaction, begin: throws() } },
    (made) => made.transaction.begin({ rebuilds: false }),
    "its `transaction.begin` threw: no such luck.",
  ],
  [
    "throws where a part asks",
    { versions: { ...sqlite.versions, columns: throws() } },
    (made) => Effect.flatMap(made.connect(target), (connection) => made.versions.columns(connection, versions)),
    "its `versions.columns` threw: no such luck.",
  ],
  [
    "locks with nothing",
    { tryLock: () => Effect.void },
    (made) => made.tryLock(connection, lock),
    "`tryLock` answered",
  ],
  [
    "loses a lock by throwing",
    { tryLock: () => Effect.succeed({ acquired: true, lost: Effect.die("gone") }) },
    (made) => Effect.flatMap(made.tryLock(connection, lock), ({ lost = Effect.void }) => lost),
    "its `tryLock.lost` threw: gone.",
  ],
])("a member that %s is named, with its plugin", async (_, members, call, words) => {
  const made = plugin({ connect: () => Effect.succeed(connection), ...members })
  expect(await outcome(() => call(made))).toStartWith("Plugin ./p.ts (config): its `")
  expect(await outcome(() => call(made))).toEndWith(` ${way}`)
  expect(await outcome(() => call(made))).toContain(words)
})

const lock: LockOptions = { table: versions, mode: "table" }

const connection: Connection = {
  server: { flavour: "p", version: "1" },
  query: () => Effect.succeed([]),
  batch: () => Effect.void,
}

test.each<[string, object, (made: Connection) => Effect.Effect<unknown, DatabaseError> | undefined, string]>([
  ["query", { query: throws() }, ({ query }) => query("SELECT 1"), "its `connection.query` threw: no such luck."],
  [
    "batch",
    { batch: () => Promise.resolve() },
    ({ batch }) => batch([]),
    "its `connection.batch` answered with a promise",
  ],
  [
    "restoreSettings",
    { restoreSettings: throws() },
    (made) => made.restoreSettings?.([]),
    "`connection.restoreSettings`",
  ],
  ["reset", { reset: Effect.die("gone") }, ({ reset }) => reset, "its `connection.reset` threw: gone."],
])("so is %s of its connection", async (_, members, call, words) => {
  const made = plugin({ connect: () => Effect.succeed({ ...connection, ...members }) })
  const message = await outcome(() => Effect.flatMap(made.connect(target), (guarded) => call(guarded) ?? Effect.void))
  expect(message).toContain(words)
})

test("what the contract knows goes through as it is", async () => {
  const busy = new DatabaseError({ kind: "busy", problem: "Another one." })
  const asked: Array<unknown> = []
  const made = plugin({
    connect: () => Effect.succeed(connection),
    versions: { ...sqlite.versions, columns: () => Effect.fail(busy) },
    tryLock: (given: Connection) => Effect.sync(() => (asked.push(given), { acquired: true })),
  })
  const guarded = await Effect.runPromise(Effect.scoped(made.connect(target)))
  expect(await Effect.runPromise(Effect.flip(made.versions.columns(guarded, versions)))).toBe(busy)
  expect(made.quoteName("a")).toEqual(Result.succeed("\"a\""))
  expect({ ...made.capabilities, name: made.name }).toEqual({ ...sqlite.capabilities, name: "p" })
  // A plugin finds by it what it knows of its connection.
  await Effect.runPromise(Effect.scoped(made.tryLock(guarded, lock)))
  expect(asked).toEqual([connection])
  expect(asked[0]).toBe(connection)
})
