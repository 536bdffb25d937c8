import type * as Effect from "effect/Effect"
import type { BatchStatement, DatabaseError, Notice, Server } from "sterna/dialect"
import type { MysqlTarget } from "./target.ts"
import type { Row } from "./values.ts"

/** What the server did. */
export interface Answer {
  /** Of several results, as a procedure has them, the last that has rows. */
  readonly rows: ReadonlyArray<Row>
  /** The rows that a change found, also those that it left as they were. */
  readonly affected: number
  /** The number that `LAST_INSERT_ID` gave. */
  readonly insertId: number
  /** Whether a transaction is open after it; only of what has no rows. */
  readonly inTransaction: boolean
}

/** How a session is opened. */
export interface SessionOptions {
  readonly target: MysqlTarget
  readonly encrypted: boolean
  readonly applicationName: string
  /** Told of the server's warnings. */
  readonly notice: (notice: Notice) => Effect.Effect<void>
}

/** One connection that the server has let in. */
export interface Session {
  readonly options: SessionOptions
  readonly server: Server
  /** Whether `\` begins an escape in a string now, which a statement may change (`sql_mode`). */
  readonly escapes: boolean
  /** The server's number for it: `CONNECTION_ID()`. */
  readonly id: number
  /**
   * Sends a statement and waits for its answer. An interrupt ends what runs on the server.
   *
   * @param answered see `Connection.query`
   *
   * Fails with `lost` where the connection ends before the answer is there.
   */
  readonly send: (
    statement: BatchStatement,
    answered?: (answer: "done" | "refused") => void,
  ) => Effect.Effect<Answer, DatabaseError>
  /** Asks the server to let the session be silent for hours, once. The default may be a minute. */
  readonly stay: Effect.Effect<void, DatabaseError>
  /**
   * Makes the session as it was when it began (COM_CHANGE_USER, to the same user): settings, variables, temporary tables,
   * the database in use. A lock by `GET_LOCK` is gone with it, and so is what `stay` asked for.
   */
  readonly renew: Effect.Effect<void, DatabaseError>
  /** Fails when the connection has ended without having been asked to. */
  readonly lost: Effect.Effect<never, DatabaseError>
}
