import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type BatchStatement, type Connection, type Dialect, isContent, tokenize, wordOf } from "sterna/dialect"
import { connect } from "./connection.ts"
import { lexicon } from "./lexicon.ts"
import { literal } from "./versions.ts"

/** The tables, views, indexes and triggers of a database, in memory, without rows and without foreign keys that bind. */
export const copySchema: NonNullable<Dialect["copySchema"]> = Effect.fnUntraced(function*(connection) {
  const copy = yield* connect(inMemory)
  const objects = connection === undefined ? [] : yield* connection.query(definitions)
  const numbered = objects.some(({ sql }) => /\bAUTOINCREMENT\b/i.test(String(sql)))
  const numbers = connection === undefined || !numbered
    ? []
    : yield* connection.query("SELECT name, seq FROM sqlite_sequence")
  yield* copy.batch([
    "PRAGMA foreign_keys = OFF",
    ...objects.map(({ sql }) => String(sql)),
    ...numbers.map(({ name, seq }) =>
      `INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(String(name))}, ${String(seq)})`
    ),
  ].map((sql) => ({ sql })))
  return withinItself(copy)
})

/** The tables of a virtual table come with it. */
const definitions = `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
  AND NOT EXISTS (SELECT 1 FROM pragma_table_list AS listed WHERE listed.schema = 'main' AND listed.name = sqlite_schema.name
    AND listed.type = 'shadow')
  ORDER BY rowid`

const inMemory = {
  url: Redacted.make("sqlite::memory:"),
  repo: "",
  directory: "/",
  readOnly: false,
  lockTimeout: Duration.zero,
  abandoned: () => {},
  waiting: () => Effect.void,
  notice: () => Effect.void,
  application: "",
}

/** Passes over what opens other files, and over transactions, which nobody needs here. */
const withinItself = (connection: Connection): Connection => {
  const stays = ({ sql }: BatchStatement) => {
    const [first, second] = tokenize(sql, lexicon).filter(isContent)
    const verb = wordOf(first) ?? ""
    return inside.has(verb) || (verb === "PRAGMA" && second?.text === "legacy_alter_table")
  }
  return { ...connection, batch: (statements) => connection.batch(statements.filter(stays)) }
}

const inside = new Set(["CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "SELECT"])
