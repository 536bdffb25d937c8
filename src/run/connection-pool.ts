import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { RepoAccess, RepoSettings } from "../dialect/repo.ts"
import type { Event } from "../events/event.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { waitingFor } from "./layers.ts"

type Emit = (event: Event) => Effect.Effect<void>

/** Connections to one database, each lent to one user at a time. */
export interface ConnectionPool {
  /**
   * Lends a connection; what happens on it meanwhile is said by `emit`. One that was lent before is given again, reset where
   * a migration ran on it, so that there are never more than there are users at once.
   */
  readonly lend: <Value, Error, Needs>(
    emit: Emit,
    use: (connection: Connection, emit: Emit) => Effect.Effect<Value, Error, Needs>,
  ) => Effect.Effect<Value, Error | DatabaseError, Needs>
}

interface Lent {
  readonly connection: Connection
  readonly scope: Scope.Closeable
  /** Who hears now what the server says. */
  readonly listener: { emit: Emit }
  /** Whether a migration has run on it since it was reset. */
  used: boolean
}

/** A pool whose connections end with the scope. Opens none. */
export const connectionPool = Effect.fnUntraced(function*(
  dialect: Dialect,
  settings: RepoSettings,
  access: Omit<RepoAccess, "waiting" | "notice">,
): Effect.fn.Return<ConnectionPool, never, Scope.Scope> {
  const outer = yield* Effect.scope
  const idle: Array<Lent> = []
  const { directory, lockTimeout, name: repo, url } = settings

  const open = Effect.fnUntraced(function*(emit: Emit): Effect.fn.Return<Lent, DatabaseError> {
    const scope = yield* Scope.fork(outer)
    const listener = { emit }
    const say: Emit = (event) => listener.emit(event)
    const connecting = dialect.connect({
      ...access,
      url,
      repo,
      directory,
      lockTimeout,
      reused: true,
      waiting: (wait) => say(waitingFor(settings, wait)),
      notice: (notice) => say({ _tag: "ServerNotice", repo, ...notice }),
    })
    const connection = yield* Scope.provide(connecting, scope).pipe(Effect.onError(() => Scope.close(scope, Exit.void)))
    return { connection, scope, listener, used: false }
  })

  /** Gives back what can serve again, and ends the rest. */
  const giveBack = Effect.fnUntraced(function*(lent: Lent, exit: Exit.Exit<unknown, unknown>) {
    const { connection: { reset }, scope, used } = lent
    const asNew = !used || (reset !== undefined && !isOver(exit) && Exit.isSuccess(yield* Effect.exit(reset)))
    if (isOver(exit) || !asNew) return yield* Scope.close(scope, Exit.void)
    lent.used = false
    idle.push(lent)
  })

  const lend: ConnectionPool["lend"] = (emit, use) =>
    Effect.uninterruptibleMask((interruptible) =>
      Effect.gen(function*() {
        const lent = idle.pop() ?? (yield* interruptible(open(emit)))
        lent.listener.emit = emit
        const heard: Emit = (event) => {
          if (event._tag === "MigrationStarted") lent.used = true
          return emit(event)
        }
        const exit = yield* Effect.exit(interruptible(use(lent.connection, heard)))
        yield* giveBack(lent, exit)
        return yield* exit
      })
    )
  return { lend }
})

/** Whether nothing is known any more of a connection after its use: it was interrupted, or lost. */
const isOver = (exit: Exit.Exit<unknown, unknown>): boolean =>
  Exit.isFailure(exit) && !exit.cause.reasons.every((reason) => reason._tag === "Fail" && !isLost(reason.error))

const isLost = (error: unknown): boolean => {
  if (typeof error !== "object" || error === null) return false
  if ("kind" in error && (error.kind === "lost" || error.kind === "unreachable")) return true
  return "_tag" in error && error._tag === "LockLost" || ("reason" in error && isLost(error.reason))
}
