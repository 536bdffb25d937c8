import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as fs from "node:fs"
import { type ConnectionTarget, DatabaseError, memory } from "sterna/dialect"
import { holdFile } from "sterna/dialects/sqlite"
import { Engine } from "./engine.ts"

/** An engine, and who uses it. */
interface Shared {
  readonly engine: Engine
  readonly scope: Scope.Closeable
  users: number
}

type Waits = Pick<ConnectionTarget, "lockTimeout" | "waiting">

const engines = new Map<string, Shared>()
/** One opens or closes the engine of a folder at a time. */
const entrances = new Map<string, Semaphore.Semaphore>()

const entranceOf = (folder: string): Semaphore.Semaphore => {
  const entrance = entrances.get(folder) ?? Semaphore.makeUnsafe(1)
  entrances.set(folder, entrance)
  return entrance
}

/** An engine of one's own, in memory; closed with the scope. */
export const memoryEngine: Effect.Effect<Engine, DatabaseError, Scope.Scope> = Effect.suspend(() => opened(memory))

/**
 * The engine of a folder, of which a process has one; closed when the last scope has ended. A folder without a database
 * gets one. What a killed process left is undone.
 *
 * Two processes in one folder would destroy it, and PGlite does not keep them apart: a lock on an empty file beside the
 * folder does, for as long as the engine is open. Waits for another process within `lockTimeout`; then `busy`.
 */
export const sharedEngine = Effect.fnUntraced(function*(
  folder: string,
  waits: Waits,
): Effect.fn.Return<Engine, DatabaseError, Scope.Scope> {
  const entrance = entranceOf(folder)
  const join = Effect.uninterruptibleMask((interruptible) =>
    Effect.gen(function*() {
      const known = engines.get(folder)
      const shared = known === undefined || known.engine.gone ? yield* interruptible(start(folder, waits)) : known
      engines.set(folder, shared)
      shared.users++
      yield* Effect.addFinalizer((exit) => entrance.withPermit(leave(folder, shared, exit)))
      return shared.engine
    })
  )
  return yield* entrance.withPermit(join)
})

const leave = (folder: string, shared: Shared, exit: Exit.Exit<unknown, unknown>) =>
  Effect.suspend(() => {
    shared.users--
    if (shared.users > 0 && !shared.engine.gone) return Effect.void
    if (engines.get(folder) === shared) engines.delete(folder)
    return Scope.close(shared.scope, exit)
  })

const start = Effect.fnUntraced(function*(folder: string, waits: Waits): Effect.fn.Return<Shared, DatabaseError> {
  const scope = yield* Scope.make()
  const opening = Effect.gen(function*() {
    yield* waitForFolder(folder, waits)
    if (fs.existsSync(`${folder}/PG_VERSION`)) return yield* opened(folder)
    // Made beside it and moved, so that who is killed meanwhile leaves no half of a database.
    const made = `${folder}-sterna-new`
    fs.rmSync(made, { recursive: true, force: true })
    yield* Effect.scoped(opened(made))
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(made, folder)
    return yield* opened(folder)
  })
  const engine = yield* Scope.provide(opening, scope).pipe(Effect.onError(() => Scope.close(scope, Exit.void)))
  return { engine, scope, users: 0 }
})

const waitForFolder = Effect.fnUntraced(function*(folder: string, { lockTimeout, waiting }: Waits) {
  const began = yield* Clock.currentTimeMillis
  let said = 0
  for (;;) {
    const held = yield* holdFile(`${folder}-sterna-lock`)
    if (held.acquired) return
    const waitedMs = (yield* Clock.currentTimeMillis) - began
    const { holder } = held
    if (waitedMs >= Duration.toMillis(lockTimeout)) {
      return yield* new DatabaseError({
        kind: "busy",
        problem: `The database in ${folder} is open in ${holder ?? "another process"}`,
        hint: "PGlite's folder serves one process at a time: wait until it has finished, or allow for more time with "
          + "--lock-timeout.",
      })
    }
    if (waitedMs - said >= 1000) {
      said = waitedMs
      yield* waiting({ holder, waitedMs })
    }
    yield* Effect.sleep(Duration.millis(yield* Random.nextBetween(20, 100)))
  }
})

const opened = (folder: string): Effect.Effect<Engine, DatabaseError, Scope.Scope> =>
  Effect.gen(function*() {
    const engine = yield* Effect.acquireRelease(
      Effect.sync(() => new Engine(folder === memory ? undefined : folder)),
      (open, exit) => Exit.isFailure(exit) ? open.kill : open.close,
    )
    const answer = yield* engine.ask({ _tag: "Open", folder: folder === memory ? "memory://" : folder })
    if (answer._tag !== "Failed") return engine
    return yield* new DatabaseError({
      kind: "unreachable",
      problem: `PGlite cannot open ${folder}: ${answer.message}`,
      hint: "Check the path in the URL, the rights of the folder, and that it was made by the same major version.",
    })
  }).pipe(
    // A thread that cannot be started: the driver is not installed.
    Effect.mapError((error) =>
      error.kind === "lost"
        ? new DatabaseError({
          kind: "unreachable",
          problem: error.problem,
          hint: "Install @electric-sql/pglite beside the plugin.",
        })
        : error
    ),
  )
