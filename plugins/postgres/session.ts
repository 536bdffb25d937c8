import type * as Effect from "effect/Effect"
import type { BatchStatement, DatabaseError } from "sterna/dialect"
import type { ServerNotice } from "./driver.ts"
import type { Encryption } from "./socket.ts"
import type { PostgresTarget } from "./target.ts"
import type { PostgresHost } from "./target/host.ts"

/** Each by the names of its columns. */
export type Rows = ReadonlyArray<{ readonly [column: string]: unknown }>

/** What the server said to one of several statements that were sent together. */
export type Answer =
  | { readonly _tag: "Done"; readonly sql: string; readonly command: string; readonly rows: Rows }
  | { readonly _tag: "Refused"; readonly error: DatabaseError }

/** How a session is opened. */
export interface SessionOptions {
  readonly target: PostgresTarget
  readonly host: PostgresHost
  readonly encryption: Encryption
  readonly applicationName: string
  readonly notice: (notice: ServerNotice) => void
}

/** One connection that the server has let in. */
export interface Session {
  readonly options: SessionOptions
  /** What the server said of itself in its greeting: `server_version`, `in_hot_standby`, … */
  readonly parameter: (name: string) => string | undefined
  /** The process id that a cancel request names. A pooler gives one of its own. */
  readonly pid: number
  /** Whether a transaction is open, also one that has failed, as of the last answer. */
  readonly inTransaction: () => boolean
  /**
   * Sends statements together and waits for all answers. After the first that is refused, in a transaction, the others are
   * refused as well. An interrupt cancels what runs.
   *
   * @param answered called with what the server answered to the first of them, also after an interrupt
   *
   * Fails with `lost` where the connection ends before all answers are there.
   */
  readonly send: (
    statements: ReadonlyArray<BatchStatement>,
    answered?: (answer: "done" | "refused") => void,
  ) => Effect.Effect<ReadonlyArray<Answer>, DatabaseError>
  /** Fails when the connection has ended without having been asked to. */
  readonly lost: Effect.Effect<never, DatabaseError>
}
