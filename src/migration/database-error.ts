import * as Data from "effect/Data"
import { sentence } from "./sentence.ts"

/**
 * What went wrong between Sterna and the server:
 * `misconfigured` (the URL, or what else says where to connect, cannot be meant so; nothing was tried),
 * `unreachable` (no connection could be made), `busy` (another session holds what is needed, after waiting, or a deadlock
 * or a serialization failure has taken its side: all of the transaction can be tried again),
 * `lost` (the connection ended), `missing table`, `missing prefix` (a schema, or on MySQL a database, in which
 * something was to be made), `duplicate` (a unique key is taken), `forbidden` (a right is missing,
 * a file is read-only), `full` (no room left on the disk), `statement` (anything else that the server refused).
 */
export type DatabaseErrorKind =
  | "misconfigured"
  | "unreachable"
  | "busy"
  | "lost"
  | "missing table"
  | "missing prefix"
  | "duplicate"
  | "forbidden"
  | "full"
  | "statement"

/** The server's, or the driver's, answer to something that it would not do. */
export class DatabaseError extends Data.TaggedError("DatabaseError")<{
  /**
   * What a run decides by: a `busy` one is tried again, `missing table` counts as an empty history, `duplicate` as
   * another run's work, `unreachable` and `lost` exit 4.
   */
  readonly kind: DatabaseErrorKind
  /** The server's own message. */
  readonly problem: string
  /** SQLSTATE, error number or name, as the server gives it. */
  readonly code?: string
  /** The statement that was refused. */
  readonly sql?: string
  /** Where in `sql` the server saw the problem: an offset in characters, from 0. */
  readonly position?: number
  /** What the server adds to its message. */
  readonly detail?: string
  /** The next step, a full sentence. */
  readonly hint?: string
  /** Of an `unreachable` one: whether it may pass by itself, as while a server starts. `--wait` tries again then. */
  readonly transient?: boolean
}> {
  override get message(): string {
    const code = this.code === undefined ? "" : ` (${this.code})`
    return [`${this.problem}${code}`, this.detail, this.hint].flatMap((part) => part ?? []).map(sentence).join(" ")
  }
}
