import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ConnectionTarget, DatabaseError, memory } from "sterna/dialect"

/** How often a file that another process has open is tried again. */
const pause = "50 millis"

/**
 * Opens a file, or a database of one's own in memory; closed with the scope. The engine is one for all connections of a
 * process, and keeps other processes out (DuckDB's manual, "Concurrency"): waits for them within `lockTimeout`; then `busy`.
 */
export const openFile = Effect.fnUntraced(function*(
  file: string,
  { lockTimeout, readOnly, waiting }: Pick<ConnectionTarget, "lockTimeout" | "readOnly" | "waiting">,
): Effect.fn.Return<DuckDBConnection, DatabaseError, Scope.Scope> {
  const options: Record<string, string> = readOnly && file !== memory ? { access_mode: "READ_ONLY" } : {}
  const open = Effect.tryPromise({
    try: () => file === memory ? DuckDBInstance.create(memory) : DuckDBInstance.fromCache(file, options),
    catch: (cause) => openError(cause instanceof Error ? cause.message : String(cause), file),
  })
  const began = yield* Clock.currentTimeMillis
  let said = 0
  for (;;) {
    const attempt = yield* Effect.result(
      Effect.acquireRelease(open, (instance) => Effect.sync(() => instance.closeSync()), { interruptible: true }),
    )
    if (attempt._tag === "Success") {
      return yield* Effect.acquireRelease(
        Effect.promise(() => attempt.success.connect()),
        (connection) => Effect.sync(() => connection.closeSync()),
      )
    }
    const waitedMs = (yield* Clock.currentTimeMillis) - began
    const { failure } = attempt
    if (failure.kind !== "busy" || waitedMs >= Duration.toMillis(lockTimeout)) return yield* failure
    if (waitedMs - said >= 1000) {
      said = waitedMs
      yield* waiting({ holder: holderOf(failure.problem), waitedMs })
    }
    yield* Effect.sleep(pause)
  }
})

/** The engine names the process: `Conflicting lock is held in /usr/bin/x (PID 4711)`. */
const holderOf = (message: string): string | undefined => {
  const pid = /\(PID (\d+)\)/.exec(message)?.[1]
  return pid === undefined ? undefined : `process ${pid}`
}

const openError = (message: string, file: string): DatabaseError =>
  /Could not set lock/.test(message)
    ? new DatabaseError({
      kind: "busy",
      problem: `The file ${file} is open in ${holderOf(message) ?? "another process"}`,
      hint: "DuckDB's file serves one process at a time: wait until it has finished, or allow for more time with "
        + "--lock-timeout.",
    })
    : new DatabaseError({
      kind: "unreachable",
      problem: `DuckDB cannot open ${file}: ${message.split("\n")[0] ?? ""}`,
      hint: "Check the path in the URL, and the rights of the file and its folder.",
    })
