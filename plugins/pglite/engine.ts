import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { DatabaseError } from "sterna/dialect"
import type { Answer, Fields, Request, Said } from "./protocol.ts"

/** PostgreSQL in a thread of this process. It has one session, which its connections use by turns. */
export class Engine {
  // Beside this file on the disk: PGlite is never part of the executable.
  readonly #worker = new Worker(new URL("./engine-worker.ts", import.meta.url))
  readonly #lost = Deferred.makeUnsafe<never, DatabaseError>()
  readonly #closed = Promise.withResolvers<void>()
  #answered: ((answer: Answer) => void) | undefined
  #onEnd: () => void = () => {}
  /** Held by a connection for a statement, or for as long as its transaction is open. */
  readonly turn = Semaphore.makeUnsafe(1)
  /** The versions tables whose lock is held. */
  readonly locked = new Set<string>()
  /** Who hears what the server says: whose turn it is. */
  notice: (notice: Fields) => void = () => {}
  gone = false
  /** Where its files are; `undefined` in memory. */
  readonly folder: string | undefined

  constructor(folder: string | undefined) {
    this.folder = folder
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer | Said>) => {
      if (data._tag === "Notice") return this.notice(data.notice)
      const answered = this.#answered
      this.#answered = undefined
      answered?.(data)
    })
    this.#worker.addEventListener("error", ({ message }) => this.#end(`The engine ended: ${message}`))
    this.#worker.addEventListener("close", () => {
      this.#closed.resolve()
      this.#end("The engine ended")
    })
  }

  /** Fails when the engine has ended without having been asked to. */
  get lost(): Effect.Effect<never, DatabaseError> {
    return Deferred.await(this.#lost)
  }

  /** An interrupt ends the engine, and with it every statement and transaction: it hears nobody while a statement runs. */
  ask(request: Request, answered: (answer: Answer) => void = () => {}): Effect.Effect<Answer, DatabaseError> {
    return Effect.callback<Answer, DatabaseError>((resume) => {
      if (this.gone) return resume(this.lost)
      this.#answered = (answer) => {
        answered(answer)
        resume(Effect.succeed(answer))
      }
      this.#onEnd = () => resume(this.lost)
      this.#worker.postMessage(request)
      return this.kill
    })
  }

  /** Ends the thread at once. What was not committed is undone when the folder is opened the next time. */
  readonly kill: Effect.Effect<void> = Effect.promise(() => {
    this.#end("The engine was ended in the middle of a statement")
    this.#worker.terminate()
    return this.#closed.promise
  })

  /** Lets PostgreSQL shut down. */
  readonly close: Effect.Effect<void> = Effect.suspend(() =>
    this.gone ? Effect.void : Effect.andThen(Effect.ignore(this.ask({ _tag: "Close" })), this.kill)
  )

  #end(problem: string): void {
    if (!this.gone) {
      this.gone = true
      const hint = "What was not committed is undone. Run it again."
      Deferred.doneUnsafe(this.#lost, Effect.fail(new DatabaseError({ kind: "lost", problem, hint })))
    }
    this.#onEnd()
  }
}
