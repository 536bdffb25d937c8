import * as Effect from "effect/Effect"
import { DatabaseError, type Server, type SqlLexicon, tokenize } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

const plain: SqlLexicon = { ...lexicon, backslashEscapes: false }

/** How a server reads strings: by `NO_BACKSLASH_ESCAPES` of its `sql_mode` (MySQL's manual, 7.1.11). */
export const lexiconOf = ({ backslashEscapes = true }: Pick<Server, "backslashEscapes">): SqlLexicon =>
  backslashEscapes ? lexicon : plain

/** SERVER_STATUS_NO_BACKSLASH_ESCAPES of the protocol's status flags, in the greeting and in each answer. */
const noBackslashEscapes = 0x200

/** @param status the status flags of the protocol */
export const escapesWith = (status: number): boolean => (status & noBackslashEscapes) === 0

/**
 * Refuses a string with a backslash where the session reads it otherwise than when the connection began, by which the files
 * were split and the commands written.
 */
export const refuseOtherMode = (sql: string, server: Server, escapes: boolean): Effect.Effect<void, DatabaseError> => {
  const { backslashEscapes = true } = server
  if (escapes === backslashEscapes || !sql.includes("\\")) return Effect.void
  const holds = tokenize(sql, lexiconOf(server)).some(({ kind, text }) => kind === "string" && text.includes("\\"))
  return holds
    ? Effect.fail(
      new DatabaseError({
        kind: "statement",
        problem: `NO_BACKSLASH_ESCAPES of sql_mode is ${escapes ? "off" : "on"} now, and was ${escapes ? "on" : "off"} `
          + "when this text was read: a backslash in its strings would mean something else",
        sql,
        hint: "Write the backslash as X'5C' (CONCAT('a', X'5C')), or set sql_mode for the server.",
      }),
    )
    : Effect.void
}
