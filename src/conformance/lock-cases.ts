import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { versionColumns } from "../dialect/toolkit/version-row.ts"
import { dropIfExists, table as tableOf } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, holds } from "./conformance-case.ts"
import { sendCommands } from "./scratch-table.ts"

const table = { name: "conformance_versions", prefix: undefined }

/** The lock of a run, in each mode that the dialect has. */
export const lockCases: Cases = (subject) => {
  const { connect, dialect: { capabilities, tryLock, versions } } = subject
  const modes = [
    ...capabilities.tableLock ? ["table" as const] : [],
    ...capabilities.advisoryLocks ? ["advisory" as const] : [],
  ]
  // The table is there before the lock is asked for, as in a run.
  const two = Effect.gen(function*() {
    const [first, second] = [yield* connect, yield* connect]
    const drop = sendCommands(subject, first, [dropIfExists(tableOf(table.name))])
    yield* drop
    yield* Effect.addFinalizer(() => Effect.ignore(drop))
    yield* first.batch([{ sql: versions.create(table) }])
    return { first, second, holder: yield* Scope.fork(yield* Effect.scope) }
  })
  return modes.flatMap((mode) => [
    conformanceCase(
      `tryLock "${mode}": one holder`,
      "While one connection holds the lock another does not get it, and is not kept waiting.",
      Effect.gen(function*() {
        const { first, holder, second } = yield* two
        const held = yield* Scope.provide(tryLock(first, { table, mode }), holder)
        yield* equals(held.acquired, true, "The first attempt's `acquired`")
        const refused = yield* tryLock(second, { table, mode })
        yield* equals(refused.acquired, false, "The second attempt's `acquired`")
        yield* holds(refused.holder !== "", "Whoever names a holder has a name for it.")
      }),
    ),
    conformanceCase(
      `tryLock "${mode}": released with the scope`,
      "When the holder's scope ends, the connection that was refused gets the lock when it asks again.",
      Effect.gen(function*() {
        const { first, holder, second } = yield* two
        yield* Scope.provide(tryLock(first, { table, mode }), holder)
        yield* tryLock(second, { table, mode })
        yield* Scope.close(holder, Exit.void)
        // A server may hear of the release a little later; a run asks again as well.
        const { acquired } = yield* Effect.repeat(tryLock(second, { table, mode }), {
          until: (attempt) => attempt.acquired,
          schedule: Schedule.spaced("10 millis"),
          times: 1000,
        })
        yield* equals(acquired, true, "`acquired`")
      }),
    ),
    conformanceCase(
      `tryLock "${mode}": the holder works, others read`,
      "Under the lock the holder writes to the versions table, and another connection reads it.",
      Effect.gen(function*() {
        const { first, holder, second } = yield* two
        yield* Scope.provide(tryLock(first, { table, mode }), holder)
        yield* first.batch([
          { sql: versions.insert(table, versionColumns, { version: 1n, name: "one", checksum: "", startedAt: 0 }) },
        ])
        yield* equals((yield* second.query(versions.select(table))).length, 1, "The number of rows")
      }),
    ),
  ])
}
