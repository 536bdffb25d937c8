import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { type Cases, conformanceCase, equals, failureOf, holds } from "./conformance-case.ts"

/** The sessions of the server, as another session sees them; there are cases where the dialect has them. */
export const sessionCases: Cases = ({ connect, dialect: { sessions } }) =>
  sessions === undefined ? [] : [
    conformanceCase(
      "sessions.identify: names a session for good",
      "The name of a connection's session is the same whenever it is asked for, and not empty.",
      Effect.gen(function*() {
        const connection = yield* connect
        const id = yield* sessions.identify(connection)
        yield* holds(id !== "", "A session has a name.")
        yield* connection.query("SELECT 1 AS one")
        yield* equals(yield* sessions.identify(connection), id, "The name when asked again")
      }),
    ),
    conformanceCase(
      "sessions.find: a session that is gone is not found",
      "When the connection has ended, its session is not found, nor one that never was; to end it is harmless.",
      Effect.gen(function*() {
        const observer = yield* connect
        const scope = yield* Scope.make()
        const id = yield* Effect.flatMap(Scope.provide(connect, scope), sessions.identify)
        yield* Scope.close(scope, Exit.void)
        // A server may take its time to let a session go.
        yield* Effect.repeat(sessions.find(observer, id, undefined), {
          until: (found) => found === undefined,
          schedule: Schedule.spaced("10 millis"),
        })
        yield* sessions.end(observer, id)
        yield* equals((yield* observer.query("SELECT 1 AS one")).length, 1, "The number of rows of the one who asked")
      }),
    ),
    conformanceCase(
      "sessions.end: ends what is found",
      "A session that is found is the one that was asked for, and not working; once it is ended, its connection is `lost`. "
        + "Where a session is this process, it is not found from within.",
      Effect.gen(function*() {
        const observer = yield* connect
        const other = yield* connect
        const id = yield* sessions.identify(other)
        const found = yield* sessions.find(observer, id, undefined)
        if (found === undefined) return
        yield* equals([found.id, found.working], [id, false], "The name of the session, and whether it works")
        yield* holds(found.name !== "", "It has a name for people.")
        yield* sessions.end(observer, id)
        yield* Effect.repeat(sessions.find(observer, id, undefined), {
          until: (left) => left === undefined,
          schedule: Schedule.spaced("10 millis"),
        })
        const error = yield* failureOf(other.query("SELECT 1 AS one"), "A query in a session that was ended")
        yield* equals(error.kind, "lost", "The kind of the error")
        const again = yield* Effect.result(observer.query("SELECT 1 AS one"))
        yield* holds(Result.isSuccess(again), "The session that ended the other one goes on.")
      }),
    ),
  ]
