import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import type { Scope } from "effect/Scope"
import { PluginFailed } from "../dialect/plugin-failed.ts"
import { type Command, type ExecuteFunction, isCommand } from "../migration/command.ts"
import type { Context, Query, RepoContext, Row } from "../migration/context.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { decodeCommands, refusalOf } from "../migration/decode.ts"
import { quoteCommand } from "../migration/describe.ts"
import type { Direction } from "../migration/direction.ts"
import { invalid, Refusal } from "../migration/refusal.ts"
import { Turn } from "../migration/turn.ts"
import { Awaited } from "./awaited.ts"
import { refuseTransactionControl } from "./commands.ts"
import { leftovers, neverRun, type Run } from "./leftovers.ts"
import { type MadeCommands, madeCommands } from "./made-commands.ts"
import { makeQuery, makeSql, PendingQuery, type QueryRunner } from "./query.ts"
import { Thrown } from "./run-error.ts"
import type { Session } from "./session.ts"

type Failure = Refusal | DatabaseError

/** What a migration's function is called with, and what becomes of what it says. */
export interface Call {
  readonly session: Session
  readonly repo: string
  readonly direction: Direction
  readonly prefix: string | undefined
  /** Where the function stands, for messages: `up`, `change`. */
  readonly place: string
  /** Runs commands, or collects them. */
  readonly commands: (commands: ReadonlyArray<Command>) => Effect.Effect<void, Failure | Thrown>
  /** Why a query is refused here, if it is: on the way back of a `change`, nothing may be asked. */
  readonly refuseQueries: Refusal | undefined
}

/** What a function did in its turn. */
export interface Done {
  /** `false` when it neither ran nor returned a command or a query. */
  readonly ranSomething: boolean
}

/**
 * Calls a migration's function, runs what it returns, and sees to it that nothing of it is left: a query that nobody
 * waited for, a command still running. Afterwards its `sql` and `run` refuse.
 *
 * Fails with what the function failed with: a refusal, the database's error, or `Thrown` for anything else.
 */
export const call = Effect.fnUntraced(function*(
  body: ExecuteFunction,
  options: Call,
): Effect.fn.Return<Done, Failure | Thrown> {
  const services = yield* Effect.context<never>()
  const { session } = options
  const queries: Array<PendingQuery> = []
  const fibers = new Set<Fiber.Fiber<unknown, unknown>>()
  const runs: Array<Run> = []
  // Rows are arrays as commands are: what a query answered is not taken for what the function says.
  const rows = new WeakSet<object>()
  const made = madeCommands()
  let open = true
  let ran = 0

  const guard = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E | Refusal> =>
    Effect.suspend((): Effect.Effect<A, E | Refusal> => open ? effect : Effect.fail(turnIsOver(options.place)))

  const promise = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => {
    const fiber = Effect.runForkWith(services)(effect)
    fibers.add(fiber)
    return new Promise((resolve, reject) => {
      fiber.addObserver((exit) => {
        fibers.delete(fiber)
        if (exit._tag === "Success") resolve(exit.value)
        else reject(Cause.squash(exit.cause))
      })
    })
  }

  const runner: QueryRunner = {
    made: (query) => queries.push(query),
    promise,
    send: (text, values) =>
      guard(Effect.suspend((): Effect.Effect<ReadonlyArray<Row>, Failure> => {
        ran++
        if (options.refuseQueries !== undefined) return Effect.fail(options.refuseQueries)
        const refusal = session.transaction === undefined
          ? undefined
          : refuseTransactionControl(text, session.dialect, `sql\`${text}\``)
        if (refusal !== undefined) return Effect.fail(refusal)
        return Effect.tap(session.query(text, values), (answer) => Effect.sync(() => rows.add(answer)))
      })),
  }

  const runCommand = (command: Command) =>
    guard(Effect.suspend(() => {
      ran++
      made.used(command)
      const refusal = refusalOf(command, options.place)
      return refusal === undefined ? options.commands([command]) : Effect.fail(refusal)
    }))

  // Thrown stays Thrown for whoever catches what a command failed with: its type there is that of the command.
  const turn = Turn.of({ run: (command) => Effect.catchTag(runCommand(command), "Thrown", Effect.die) })

  function run(command: Command): Promise<void>
  function run<A>(query: Query<A>): Promise<ReadonlyArray<A>>
  function run(value: unknown): Promise<unknown> {
    const command = isCommand(value)
    const effect: Effect.Effect<unknown, Failure | Thrown> = command
      ? runCommand(value)
      : value instanceof PendingQuery
      ? value.asEffect()
      : Effect.fail(invalid(`${options.place}: run() takes a command or a query of its own context.`))
    const result = new Awaited(promise(effect))
    runs.push({ text: command ? quoteCommand(value) : "a query", result })
    return result
  }

  const repo: RepoContext = {
    name: options.repo,
    dialect: session.dialect.name,
    server: session.connection.server,
    query: <A = Row>(text: string, parameters: ReadonlyArray<unknown> = []) => makeQuery<A>(text, parameters, runner),
  }
  const { direction, prefix } = options
  const context: Context = { sql: makeSql(session.dialect, runner), repo, run, direction, prefix }

  const result = yield* Effect.try({ try: (): unknown => made.during(() => body(context)), catch: failureOf }).pipe(
    Effect.flatMap((returned) => outcome(returned, made)),
    Effect.provideService(Turn, turn),
    Effect.scoped,
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause) ? Effect.interrupt : failureOrDefect(Cause.squash(cause))
    ),
    Effect.tap(() => leftovers({ queries, runs, fibers, place: options.place })),
    Effect.ensuring(Effect.suspend(() => {
      open = false
      return Fiber.interruptAll(fibers)
    })),
  )
  const strange = strangeResult(result)
  if (strange !== undefined) return yield* invalid(`${options.place}: the function returned ${strange}.`, mayReturn)
  const returned: ReadonlyArray<unknown> = Array.isArray(result) && !rows.has(result) ? result : []
  for (const command of returned) made.used(command)
  const forgotten = made.forgotten()
  if (forgotten !== undefined) return yield* neverRun(forgotten, options.place)
  if (returned.length > 0) {
    const commands = yield* Effect.fromResult(decodeCommands(returned, options.place))
    ran += commands.length
    yield* options.commands(commands)
  }
  return { ranSomething: ran > 0 }
})

/** What a migration's own Effect may fail with and need: whatever else it fails with, `failureOf` takes. */
type OwnEffect = Effect.Effect<unknown, Failure | Thrown, Turn | Scope>

/** What a function's result comes to, once every Effect, generator and promise in it has ended. */
const outcome = (returned: unknown, made: MadeCommands): OwnEffect => {
  if (isOwnEffect(returned)) return Effect.flatMap(returned, again)
  if (isGenerator(returned)) return Effect.flatMap(Effect.gen(() => made.steps(returned)), again)
  if (isPromise(returned)) {
    return Effect.tryPromise({ try: () => returned, catch: (cause) => ({ cause }) }).pipe(
      Effect.catch(({ cause }) => failureOrDefect(cause)),
      Effect.flatMap(again),
    )
  }
  return Effect.succeed(returned)
}

/** A generator, or an async function, may return one more Effect. */
const again = (value: unknown): OwnEffect => isOwnEffect(value) ? value : Effect.succeed(value)

const mayReturn =
  "It may return an array of commands, an Effect, a generator, a promise, or nothing: `*up` with `yield*`, or `async up` "
  + "with `await`."

/** What may hold commands or run some, and would be passed over without a word. */
const strangeResult = (value: unknown): string | undefined => {
  if (typeof value === "function") return "a function"
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
  if (Symbol.asyncIterator in value) return "an async generator, of which not a line has run"
  if (Effect.isEffect(value)) return "an Effect in an Effect"
  return Symbol.iterator in value ? "something to iterate over" : undefined
}

const isOwnEffect = (value: unknown): value is OwnEffect => Effect.isEffect(value)

const isGenerator = (value: unknown): value is Generator<OwnEffect, unknown, never> =>
  typeof value === "object" && value !== null && "next" in value && typeof value.next === "function"
  && Symbol.iterator in value

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function"

const turnIsOver = (place: string): Refusal =>
  invalid(`${place}: a command or a query was run after the function had ended.`, "Await it before the function ends.")

/** What a plugin's code throws is no fault of the migration's, and goes on as it is. */
const failureOrDefect = (cause: unknown): Effect.Effect<never, Failure | Thrown> =>
  cause instanceof PluginFailed ? Effect.die(cause) : Effect.fail(failureOf(cause))

const failureOf = (cause: unknown): Failure | Thrown => {
  if (cause instanceof Refusal || cause instanceof DatabaseError || cause instanceof Thrown) return cause
  if (cause instanceof Error) {
    return new Thrown({ problem: cause.message === "" ? cause.name : cause.message, trace: cause.stack })
  }
  return new Thrown({
    problem: Result.getOrElse(Result.try(() => String(cause)), () => "an unknown value"),
    trace: undefined,
  })
}
