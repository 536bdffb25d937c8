import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { DatabaseError } from "sterna/dialect"
import type { Answer, Request } from "./protocol.ts"

/** How long an interrupt waits for the statement that runs, and after it the end of the scope. */
const patienceMs = 150

/** A thread of its own for one database. */
export interface Thread {
  /** Set when nothing more of a request may begin; the worker reads it between two statements. */
  readonly cancelled: SharedArrayBuffer
  /**
   * One request after the other. An interrupt waits for the answer, but not long: then the thread is left with its
   * statement, and every further request fails with `lost`.
   */
  readonly ask: (request: Request) => Effect.Effect<Answer, DatabaseError>
}

/**
 * Starts a worker; it ends with the scope.
 *
 * @param abandoned called when it had to be left in the middle of a statement: SQLite's driver has no way to interrupt
 * one, and a thread in it cannot be ended but with the process.
 */
export const startThread = (
  abandoned: () => void,
  worker: () => Worker,
): Effect.Effect<Thread, never, Scope.Scope> =>
  Effect.gen(function*() {
    const turn = Semaphore.makeUnsafe(1)
    const thread = yield* Effect.acquireRelease(
      Effect.sync(() => new WorkerThread(worker(), abandoned)),
      ({ end }, exit) => turn.withPermit(end(Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause))),
    )
    return { cancelled: thread.cancelled, ask: (request: Request) => turn.withPermit(thread.ask(request)) }
  })

/** The thread of the library that the executable carries. */
// Beside this file, and in the executable beside its chunks: scripts/build makes the worker an entry of its own there.
export const carriedWorker = (): Worker => new Worker(new URL("./worker.ts", import.meta.url))

class WorkerThread {
  readonly cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  readonly #worker: Worker
  readonly #flag = new Int32Array(this.cancelled)
  readonly #abandoned: () => void
  #answered: ((outcome: Effect.Effect<Answer, DatabaseError>) => void) | undefined
  #gone: string | undefined

  constructor(worker: Worker, abandoned: () => void) {
    this.#worker = worker
    this.#abandoned = abandoned
    this.#worker.addEventListener("message", (event: MessageEvent<Answer>) => this.#settle(Effect.succeed(event.data)))
    this.#worker.addEventListener("error", (event) => this.#fail(`SQLite's thread ended: ${event.message}`))
    this.#worker.addEventListener("close", () => this.#fail("SQLite's thread ended"))
  }

  readonly ask = (request: Request): Effect.Effect<Answer, DatabaseError> =>
    Effect.callback<Answer, DatabaseError>((resume) => {
      if (this.#gone !== undefined) return resume(lost(this.#gone))
      this.#answered = resume
      Atomics.store(this.#flag, 0, 0)
      this.#worker.postMessage(request)
      return this.#leave
    })

  /** Closes the database and ends the thread. To close may take long: it brings a write-ahead log into the file. */
  readonly end = (interrupted: boolean): Effect.Effect<void> =>
    Effect.callback<void>((resume) => {
      if (this.#gone !== undefined) return resume(Effect.void)
      this.#answered = () => {
        this.#gone = "The connection is closed"
        this.#worker.unref()
        resume(Effect.void)
      }
      this.#worker.postMessage({ _tag: "Close" } satisfies Request)
      if (interrupted) this.#impatient(resume)
    })

  readonly #leave: Effect.Effect<void> = Effect.callback<void>((resume) => {
    if (this.#answered === undefined) return resume(Effect.void)
    Atomics.store(this.#flag, 0, 1)
    this.#answered = () => resume(Effect.void)
    this.#impatient(resume)
  })

  #impatient(resume: (effect: Effect.Effect<void>) => void): void {
    const answered = this.#answered
    const timer = setTimeout(() => {
      this.#answered = undefined
      this.#gone = "SQLite's thread was left in the middle of a statement"
      // Not terminated: that waits for the statement. Behind it the file is closed, for a process that lives on.
      this.#worker.postMessage({ _tag: "Close" } satisfies Request)
      this.#worker.unref()
      this.#abandoned()
      resume(Effect.void)
    }, patienceMs)
    this.#answered = (outcome) => {
      clearTimeout(timer)
      answered?.(outcome)
    }
  }

  #settle(outcome: Effect.Effect<Answer, DatabaseError>): void {
    const answered = this.#answered
    this.#answered = undefined
    answered?.(outcome)
  }

  #fail(reason: string): void {
    this.#gone ??= reason
    this.#settle(lost(reason))
  }
}

const lost = (problem: string): Effect.Effect<never, DatabaseError> =>
  Effect.fail(new DatabaseError({ kind: "lost", problem }))
