import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { type ConnectionTarget, DatabaseError } from "sterna/dialect"
import { isWaitable } from "./errors.ts"
import { lockHolder } from "./lock-holder.ts"
import type { Answer, Failure, Request } from "./protocol.ts"
import type { Thread } from "./thread.ts"

export interface Patience {
  readonly thread: Thread
  readonly file: string
  /** How long a lock of another connection is waited for. */
  readonly lockTimeout: Duration.Duration
  readonly waiting: ConnectionTarget["waiting"]
  /** What a failure of the request is, other than having waited too long. */
  readonly explain: (failure: Failure, sql: string) => DatabaseError
}

const sayEveryMs = 1000

/**
 * Sends a request, and what is left of it again for as long as another connection's lock is in its way: not in the
 * thread, since waiting there could not be interrupted.
 */
export const patiently = Effect.fnUntraced(function*(
  { explain, file, lockTimeout, thread, waiting }: Patience,
  request: Request,
): Effect.fn.Return<Exclude<Answer, { readonly _tag: "Failed" }>, DatabaseError> {
  let left = request
  let since: number | undefined
  let said: number | undefined
  for (;;) {
    const answer = yield* thread.ask(left)
    if (answer._tag !== "Failed") return answer
    const { failure } = answer
    if (!isWaitable(failure)) return yield* explain(failure, statementOf(left, failure.at))
    const now = Number((yield* Clock.monotonicTimeNanos) / 1_000_000n)
    // Another statement than the one that was in the way before: what came between was not waiting.
    if (since === undefined || failure.at > 0) since = now
    const waited = now - since
    const limit = Duration.toMillis(lockTimeout)
    if (waited >= limit) return yield* busy(file, failure, statementOf(left, failure.at), waited)
    left = from(left, failure.at)
    if (waited > 0 && (said === undefined || now - said >= sayEveryMs)) {
      said = now
      yield* waiting({ holder: lockHolder(file), waitedMs: waited })
    }
    yield* Effect.sleep(Duration.millis(Math.min(yield* Random.nextBetween(5, 50), limit - waited)))
  }
})

function statementOf(request: Request, at: number): string {
  if (request._tag === "Query") return request.statement.sql
  return request._tag === "Batch" ? (request.statements[at]?.sql ?? "") : ""
}

const from = (request: Request, at: number): Request =>
  request._tag === "Batch" ? { ...request, statements: request.statements.slice(at) } : request

const busy = (file: string, { code, message }: Failure, sql: string, waited: number): DatabaseError =>
  new DatabaseError({
    kind: "busy",
    problem: message,
    ...(code === undefined ? {} : { code }),
    ...(sql === "" ? {} : { sql }),
    detail: `The file ${file} is locked by ${lockHolder(file) ?? "another program"}${
      waited > 0 ? `, and still was after ${(waited / 1000).toFixed(1)} s` : ""
    }.`,
    hint: "Wait until it has finished, or allow for more time with --lock-timeout.",
  })
