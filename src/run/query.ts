import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type { Dialect } from "../dialect/dialect.ts"
import type { Query, Row, Sql } from "../migration/context.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { fragment, isFragment } from "../migration/fragment.ts"
import type { Refusal } from "../migration/refusal.ts"

type Failure = Refusal | DatabaseError

/** What becomes of the queries that a function makes. */
export interface QueryRunner {
  /** Sends a query's text and values. */
  readonly send: (text: string, values: ReadonlyArray<unknown>) => Effect.Effect<ReadonlyArray<Row>, Failure>
  /** Starts an effect for a promise. */
  readonly promise: <A>(effect: Effect.Effect<A, Failure>) => Promise<A>
  /** Told of each query when it is made. */
  readonly made: (query: PendingQuery) => void
}

/** A query that was made, and perhaps sent. Sent once: whoever asks again gets the same answer. */
export class PendingQuery extends Effectable.Class<ReadonlyArray<Row>, Failure> implements Query {
  readonly text: string
  readonly #values: ReadonlyArray<unknown>
  readonly #runner: QueryRunner
  #answer: Effect.Effect<ReadonlyArray<Row>, Failure> | undefined
  #promise: Promise<ReadonlyArray<Row>> | undefined

  constructor(text: string, values: ReadonlyArray<unknown>, runner: QueryRunner) {
    super()
    this.text = text
    this.#values = values
    this.#runner = runner
    runner.made(this)
  }

  /** Whether anybody asked for its rows. */
  get started(): boolean {
    return this.#answer !== undefined || this.#promise !== undefined
  }

  override asEffect(): Effect.Effect<ReadonlyArray<Row>, Failure> {
    if (this.#answer !== undefined) return this.#answer
    const sending = this.#runner.send(this.text, this.#values)
    this.#answer = sending
    return Effect.onExit(sending, (exit) =>
      Effect.sync(() => {
        if (Exit.isSuccess(exit)) this.#answer = exit
      }))
  }

  // A query is a promise as well, so that async functions can await it.
  // oxlint-disable-next-line unicorn/no-thenable
  then<A = ReadonlyArray<Row>, B = never>(
    onFulfilled?: ((rows: ReadonlyArray<Row>) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#promise ??= this.#runner.promise(this.asEffect())
    return this.#promise.then(onFulfilled, onRejected)
  }
}

/** A query whose rows have the shape that the migration's author says, as with every driver. */
export const makeQuery = <A>(text: string, values: ReadonlyArray<unknown>, runner: QueryRunner): Query<A> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  new PendingQuery(text, values, runner) as Query<unknown> as Query<A>

/**
 * The `sql` of a migration's context. Values become parameters, fragments are spliced. A name that cannot be quoted
 * throws its `Refusal`, which ends the migration.
 */
export const makeSql = (dialect: Dialect, runner: QueryRunner): Sql => {
  const query = <A>(strings: TemplateStringsArray, ...values: ReadonlyArray<unknown>): Query<A> => {
    const bound: Array<unknown> = []
    const text = strings.reduce((before, after, position) => {
      const value = values[position - 1]
      if (isFragment(value)) return before + value.sql + after
      bound.push(value)
      return before + dialect.placeholder(bound.length) + after
    })
    return makeQuery<A>(text, bound, runner)
  }
  const name = (identifier: string) => fragment(Result.getOrThrow(dialect.quoteName(identifier)))
  // A function has a name already, which can be defined anew but not assigned; the types know only of the old one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.defineProperties(query, { raw: { value: fragment }, name: { value: name } }) as unknown as Sql
}
