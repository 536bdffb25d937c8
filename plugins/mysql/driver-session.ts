import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Socket } from "node:net"
import { type BatchStatement, type DatabaseError, NotLetIn, type Server } from "sterna/dialect"
import { answerOf, type DriverAnswer, warningsOf } from "./answer.ts"
import { cancelUntil } from "./cancel.ts"
import { type Driver, type DriverError, greet } from "./driver.ts"
import { isServerRefusal, lostError, notSent, statementError } from "./errors.ts"
import { serverOf } from "./server.ts"
import type { Answer, Session, SessionOptions } from "./session.ts"
import { escapesWith } from "./sql-mode.ts"
import { greetingError } from "./unreachable.ts"
import { parameterValue } from "./values.ts"

/** How a session is opened beside another, to end what runs there. */
export type OpenBeside = (options: SessionOptions) => Effect.Effect<Session, DatabaseError, Scope.Scope>

/** Told what the server has said, as soon as it has. */
type Answered = (answer: "done" | "refused") => void

const showWarnings = "SHOW WARNINGS"

/** Told what the driver makes of an answer. */
type Done = (error: DriverError | null, result: unknown, fields: unknown) => void

/** A statement without values goes as it stands, another is prepared first. */
const sender = (sql: string, values: Array<string | Buffer | null>) => (driver: Driver, done: Done): void =>
  void (values.length === 0 ? driver.query({ sql }, done) : driver.execute({ sql, values }, done))

/** At least as long as the server's own default: eight hours. */
const staySeconds = 28_800

/** A session, seen from its socket and from its driver. */
export class DriverSession implements Session {
  readonly options: SessionOptions
  server: Server = { flavour: "mysql", version: "" }
  escapes = true
  id = 0
  readonly #socket: Socket
  readonly #openBeside: OpenBeside
  readonly #lost = Deferred.makeUnsafe<never, DatabaseError>()
  #driver: Driver | undefined
  #lastError: DriverError | undefined
  #ended = false
  #stays = false
  /** What is waited for: each is called when the connection ends. */
  readonly #exchanges = new Set<() => void>()

  constructor(options: SessionOptions, socket: Socket, openBeside: OpenBeside) {
    this.options = options
    this.#socket = socket
    this.#openBeside = openBeside
    socket.once("close", () => this.#close())
  }

  /** Waits until the server has let the user in. */
  readonly greeting: Effect.Effect<void, NotLetIn> = Effect.callback((resume) => {
    const { applicationName, encrypted, target } = this.options
    const refused = () => {
      const code = this.#lastError?.code ?? ""
      resume(Effect.fail(new NotLetIn(greetingError(this.#lastError, target), code === "HANDSHAKE_NO_SSL_SUPPORT")))
    }
    const driver = greet({ target, socket: this.#socket, encrypted, applicationName })
    this.#driver = driver
    driver.on("error", (error: DriverError) => {
      this.#lastError = error
      refused()
      this.#socket.destroy()
    })
    driver.once("connect", (greeting: unknown) => {
      const { connectionId, serverVersion, statusFlags } = greetingOf(greeting)
      this.id = connectionId
      this.escapes = escapesWith(statusFlags)
      this.server = { ...serverOf(serverVersion), ...this.escapes ? {} : { backslashEscapes: false } }
      resume(Effect.void)
    })
    this.#socket.once("close", refused)
    return Effect.sync(() => this.#socket.destroy())
  })

  get lost(): Effect.Effect<never, DatabaseError> {
    return Deferred.await(this.#lost)
  }

  get stay(): Effect.Effect<void, DatabaseError> {
    return Effect.suspend(() => {
      if (this.#stays) return Effect.void
      this.#stays = true
      return this.send({ sql: `SET SESSION wait_timeout = GREATEST(@@SESSION.wait_timeout, ${staySeconds})` })
    })
  }

  send({ parameters = [], sql }: BatchStatement, answered?: Answered): Effect.Effect<Answer, DatabaseError> {
    return Effect.suspend((): Effect.Effect<DriverAnswer, DatabaseError> => {
      const driver = this.#driver
      if (driver === undefined || this.#ended) return Effect.fail(lostError(this.#lastError))
      try {
        return this.#exchange(driver, sql, sender(sql, parameters.map(parameterValue)), answered)
      } catch (cause) {
        return Effect.fail(notSent(`A parameter is ${cause instanceof Error ? cause.message : String(cause)}.`, sql))
      }
    }).pipe(Effect.tap(({ escapes = this.escapes, warnings }) => {
      this.escapes = escapes
      return warnings === 0 ? Effect.void : this.#warn
    }))
  }

  get renew(): Effect.Effect<void, DatabaseError> {
    return Effect.suspend(() => {
      const driver = this.#driver
      if (driver === undefined || this.#ended) return Effect.fail(lostError(this.#lastError))
      this.#stays = false
      // The driver has noted a charset that a statement has set.
      const { charset } = this.options.target
      return this.#exchange(
        driver,
        "",
        (_, done) => driver.changeUser({ charset }, (error) => done(error, undefined, undefined)),
      )
    })
  }

  #exchange(
    driver: Driver,
    sql: string,
    send: (driver: Driver, done: Done) => void,
    answered: Answered = () => {},
  ): Effect.Effect<DriverAnswer, DatabaseError> {
    return Effect.callback((resume) => {
      const over = Promise.withResolvers<void>()
      const done: Done = (error, result, fields) => {
        this.#exchanges.delete(ended)
        if (!this.#ended && error === null) answered("done")
        else if (!this.#ended && error?.fatal !== true && isServerRefusal(error)) answered("refused")
        resume(
          this.#ended || error?.fatal === true
            ? Effect.fail(lostError(this.#lastError ?? error ?? undefined))
            : error === null
            ? Effect.succeed(answerOf(result, fields))
            : Effect.fail(statementError(error, sql, this.options.target)),
        )
        over.resolve()
      }
      // What has not been answered when the connection ends, the driver may never settle.
      const ended = () => done(null, undefined, undefined)
      this.#exchanges.add(ended)
      send(driver, done)
      return cancelUntil({
        settled: over.promise,
        requests: Effect.map(
          this.#openBeside(this.options),
          (other) => Effect.ignore(other.send({ sql: `KILL QUERY ${this.id}` })),
        ),
        rest: Effect.promise(() => this.#rest(driver)),
        leave: () => this.#socket.destroy(),
      })
    })
  }

  /** Neither its answer nor its failure means anything. */
  #rest(driver: Driver): Promise<void> {
    return new Promise((resolve) => {
      this.#exchanges.add(resolve)
      if (this.#ended) resolve()
      else driver.query("DO 0", () => resolve())
    })
  }

  /** What the server only counts in its answer. */
  get #warn(): Effect.Effect<void> {
    return Effect.suspend(() => this.#driver === undefined ? Effect.void : this.#warnings(this.#driver))
  }

  #warnings(driver: Driver): Effect.Effect<void> {
    return this.#exchange(driver, showWarnings, sender(showWarnings, [])).pipe(
      Effect.flatMap(({ rows }) => Effect.forEach(warningsOf(rows), this.options.notice, { discard: true })),
      Effect.ignore,
    )
  }

  /** Says good-bye, and does not wait for the answer. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    if (this.id === 0) this.#socket.destroy()
    else this.#driver?.end()
  }

  #close(): void {
    if (!this.#ended) {
      this.#ended = true
      Deferred.doneUnsafe(this.#lost, Effect.fail(lostError(this.#lastError)))
    }
    for (const over of this.#exchanges) over()
  }
}

/** The greeting, as the driver hands it on without a type. */
const greetingOf = (greeting: unknown) => {
  const known = typeof greeting === "object" && greeting !== null ? greeting : {}
  return {
    connectionId: "connectionId" in known && typeof known.connectionId === "number" ? known.connectionId : 0,
    statusFlags: "statusFlags" in known && typeof known.statusFlags === "number" ? known.statusFlags : 0,
    serverVersion: "serverVersion" in known && typeof known.serverVersion === "string" ? known.serverVersion : "",
  }
}
