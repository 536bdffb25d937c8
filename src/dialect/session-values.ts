/**
 * How a statement has to do with values that its session alone holds. Each is a phrase: tokens in lower case with a space
 * between them, as `last_insert_id ( )` or `currval (`.
 */
export interface SessionValues {
  /** What the migrator's own statements change, which stand between an author's own outside a transaction. */
  readonly disturbed: ReadonlyArray<string>
  /** What answers with a value that an earlier statement which writes rows has left in the session. */
  readonly remembered: ReadonlyArray<string>
  /** What sets a value of the session, beside `SET` and user variables. */
  readonly setters: ReadonlyArray<string>
}
