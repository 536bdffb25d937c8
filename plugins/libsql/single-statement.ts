import * as Effect from "effect/Effect"
import { DatabaseError, isContent, tokenize, wordOf } from "sterna/dialect"
import sqlite from "sterna/dialects/sqlite"

/** Refuses a text of several statements, of which libSQL runs the first and passes over the others without a word. */
export const refuseSeveral = (sql: string): Effect.Effect<void, DatabaseError> => {
  if (!sql.includes(";")) return Effect.void
  const tokens = tokenize(sql, sqlite.lexicon).filter(isContent)
  const end = tokens.findIndex(({ text }) => text === ";")
  const isTrigger = wordOf(tokens[0]) === "CREATE" && tokens.slice(1, 3).some((token) => wordOf(token) === "TRIGGER")
  if (end === -1 || isTrigger || tokens.slice(end).every(({ text }) => text === ";")) return Effect.void
  return Effect.fail(new DatabaseError({ kind: "statement", problem: "The text holds more than one statement", sql }))
}
