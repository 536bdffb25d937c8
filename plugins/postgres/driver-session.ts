import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { type BatchStatement, DatabaseError, NotLetIn } from "sterna/dialect"
import { cancelUntil } from "./cancel.ts"
import { refuseCopy } from "./copy.ts"
import { CurrentRole } from "./current-role.ts"
import { type Driver, greet } from "./driver.ts"
import { isServerFailure, notSent, statementError } from "./errors.ts"
import type { ServerMessage } from "./server-messages.ts"
import type { Answer, Rows, Session, SessionOptions } from "./session.ts"
import { refusalError } from "./unreachable.ts"
import { parameterText } from "./values.ts"
import type { Wire } from "./wire.ts"

/** A session, seen from its wire and from its driver. */
export class DriverSession implements Session {
  readonly options: SessionOptions
  readonly #wire: Wire
  readonly #lost = Deferred.makeUnsafe<never, DatabaseError>()
  readonly #ready = Promise.withResolvers<void>()
  readonly #parameters = new Map<string, string>()
  readonly #role: CurrentRole
  #driver: Driver | undefined
  #backend = { pid: 0, secret: 0 }
  #transaction: "none" | "open" | "failed" = "none"
  #lastError: { readonly code: string; readonly message: string } | undefined
  #ended = false
  /** What is waited for: each is called when the connection ends. */
  readonly #exchanges = new Set<() => void>()

  constructor(options: SessionOptions, wire: (heard: (message: ServerMessage) => void) => Wire) {
    this.options = options
    this.#role = new CurrentRole(options.target.user)
    this.#wire = wire((message) => this.#hear(message))
    this.#wire.on("error", () => {})
    this.#wire.once("close", () => this.#close())
  }

  /** Waits until the server has let the role in. */
  readonly greeting: Effect.Effect<void, NotLetIn> = Effect.callback((resume) => {
    const { applicationName, host, notice, target } = this.options
    const { driver, greeted } = greet({ target, host, wire: this.#wire, applicationName, notice })
    this.#ready.promise.then(() => setImmediate(greeted), () => {})
    driver.then(
      (made) => {
        this.#driver = made
        resume(Effect.void)
      },
      (cause: unknown) => resume(Effect.fail(this.#refusal(cause))),
    )
    // The driver does not tell whom it has not answered yet.
    this.#wire.once("close", () => resume(Effect.fail(this.#refusal(undefined))))
    return Effect.sync(() => this.#wire.destroy())
  })

  #refusal(cause: unknown): NotLetIn {
    const { host, target } = this.options
    const said = isServerFailure(cause) ? cause : this.#lastError
    if (said !== undefined) return new NotLetIn(refusalError(said, host, target), said.code.startsWith("28"))
    const failure = {
      code: "ECONNRESET",
      message: cause instanceof Error ? cause.message : "The server closed the connection before it let anybody in",
    }
    return new NotLetIn(refusalError(failure, host, target), false)
  }

  parameter(name: string): string | undefined {
    return this.#parameters.get(name)
  }

  get pid(): number {
    return this.#backend.pid
  }

  inTransaction(): boolean {
    return this.#transaction !== "none"
  }

  get lost(): Effect.Effect<never, DatabaseError> {
    return Deferred.await(this.#lost)
  }

  send(
    statements: ReadonlyArray<BatchStatement>,
    answered?: (answer: "done" | "refused") => void,
  ): Effect.Effect<ReadonlyArray<Answer>, DatabaseError> {
    return Effect.suspend((): Effect.Effect<ReadonlyArray<Answer>, DatabaseError> => {
      for (const { sql } of statements) {
        const problem = refuseCopy(sql)
        if (problem !== undefined) return Effect.fail(problem)
      }
      const prepared: Array<readonly [sql: string, values: Array<string | null>]> = []
      for (const { parameters = [], sql } of statements) {
        try {
          // The driver's types know nothing of what turns into text by itself.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          prepared.push([sql, parameters.map(parameterText) as Array<string | null>])
        } catch (cause) {
          return Effect.fail(notSent(`A parameter is ${cause instanceof Error ? cause.message : String(cause)}.`, sql))
        }
      }
      const driver = this.#driver
      // A wire that was destroyed says so only later, and the driver would write to what it has not any more.
      if (driver === undefined || this.#ended || this.#wire.destroyed) return Effect.fail(this.#lostError())
      return this.#exchange(driver, prepared, answered)
    })
  }

  #exchange(
    driver: Driver,
    statements: ReadonlyArray<readonly [sql: string, values: Array<string | null>]>,
    answered: ((answer: "done" | "refused") => void) | undefined,
  ): Effect.Effect<ReadonlyArray<Answer>, DatabaseError> {
    return Effect.callback((resume) => {
      const queries = statements.map(([sql, values]) => driver.unsafe(sql, values).execute())
      const settled = Promise.allSettled(queries)
      // What the driver has not sent yet when the connection ends, it never settles.
      const over = Promise.withResolvers<void>()
      this.#exchanges.add(over.resolve)
      void settled.then(([first]) => {
        // What the connection's end settles is no answer of the server's.
        if (first?.status === "fulfilled") answered?.("done")
        else if (!this.#ended && isServerFailure(first?.reason)) answered?.("refused")
        over.resolve()
      })
      void over.promise.then(async () => {
        this.#exchanges.delete(over.resolve)
        if (this.#ended) return resume(Effect.fail(this.#lostError()))
        const results = await settled
        resume(Effect.succeed(results.map((result, index) => this.#answer(result, statements[index]?.[0] ?? ""))))
      })
      return cancelUntil(over.promise, this.options, this.#backend, () => this.#wire.destroy())
    })
  }

  #answer(result: PromiseSettledResult<unknown>, sql: string): Answer {
    if (result.status === "fulfilled") {
      const done = lastOf(result.value)
      this.#role.passed(sql, done.command)
      return { _tag: "Done", sql, ...done }
    }
    const reason: unknown = result.reason
    const { database } = this.options.target
    if (isServerFailure(reason)) {
      return { _tag: "Refused", error: statementError(reason, sql, { user: this.#role.name, database }) }
    }
    return { _tag: "Refused", error: notSent(reason instanceof Error ? reason.message : String(reason), sql) }
  }

  /** Says good-bye, and does not wait for the answer. */
  end(): void {
    this.#ended = true
    // The letter X (manual, 55.7 "Terminate").
    if (!this.#wire.destroyed) this.#wire.end(Buffer.from([0x58, 0, 0, 0, 4]))
  }

  #hear(message: ServerMessage): void {
    switch (message._tag) {
      case "Ready":
        this.#transaction = message.transaction
        this.#ready.resolve()
        break
      case "BackendKey":
        this.#backend = message
        break
      case "Parameter":
        this.#parameters.set(message.name, message.value)
        break
      case "Error":
        this.#lastError = message.severity === "ERROR" ? undefined : message
    }
  }

  #close(): void {
    if (!this.#ended) {
      this.#ended = true
      Deferred.doneUnsafe(this.#lost, Effect.fail(this.#lostError()))
    }
    for (const over of this.#exchanges) over()
  }

  #lostError(): DatabaseError {
    const code = this.#lastError?.code
    return new DatabaseError({
      kind: "lost",
      problem: this.#lastError?.message ?? "The connection to the server ended",
      ...code === undefined ? {} : { code },
      hint: "What was not committed is undone by the server. Run it again when the server answers.",
    })
  }
}

/** What came of a query: of several statements in one text, the last. */
const lastOf = (value: unknown): { readonly command: string; readonly rows: Rows } => {
  if (!Array.isArray(value)) return { command: "", rows: [] }
  if (!("command" in value)) return lastOf(value.at(-1))
  return { command: String(value.command), rows: Array.from<Rows[number]>(value) }
}
