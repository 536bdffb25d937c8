import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Command } from "./command.ts"
import type { DatabaseError } from "./database-error.ts"
import type { Direction } from "./direction.ts"
import type { Fragment } from "./fragment.ts"
import type { Refusal } from "./refusal.ts"
import type { Turn } from "./turn.ts"

/** A row as the database gives it, by column. */
export type Row = { readonly [column: string]: unknown }

/** A query: `yield*` it, `await` it, return it or hand it to `run`. It is sent once, when that happens. */
export interface Query<A = Row>
  extends Effect.Effect<ReadonlyArray<A>, Refusal | DatabaseError>, PromiseLike<ReadonlyArray<A>>
{
  /** The text with its values left out. */
  readonly text: string
}

/** The tag that makes queries, with what may be spliced into them. */
export interface Sql {
  /** Text as it stands, spliced into a query: a keyword, an expression. */
  raw(text: string): Fragment
  /** A quoted name. */
  name(identifier: string): Fragment
  /** A query. Its values are bound, never spliced; a fragment is spliced. */
  <A = Row>(strings: TemplateStringsArray, ...values: ReadonlyArray<unknown>): Query<A>
}

/** The repo that the migration runs on. */
export interface RepoContext {
  readonly name: string
  readonly dialect: string
  /** The server's flavour and version, `{ flavour: "sqlite", version: "3.45.1" }` for example. */
  readonly server: { readonly flavour: string; readonly version: string }
  /** A query from its text and the values of its parameters, as the driver writes them. */
  query<A = Row>(text: string, parameters?: ReadonlyArray<unknown>): Query<A>
}

/** Runs a command or a query at once; has to be awaited. */
export interface Run {
  (command: Command): Promise<void>
  <A>(query: Query<A>): Promise<ReadonlyArray<A>>
}

/** What a migration's function is given. */
export interface Context {
  readonly sql: Sql
  readonly repo: RepoContext
  /** Runs a command or a query at once, for async functions: `await run(alter(...))`. */
  readonly run: Run
  readonly direction: Direction
  readonly prefix: string | undefined
}

/** What a migration's function may return. */
export type Result =
  | ReadonlyArray<Command>
  | Effect.Effect<unknown, unknown, Turn | Scope.Scope>
  | Generator<Effect.Effect<unknown, unknown, Turn | Scope.Scope>, unknown, unknown>
  | PromiseLike<unknown>
  | void
