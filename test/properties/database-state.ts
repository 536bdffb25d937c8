import * as Result from "effect/Result"
import { tokenize } from "sterna/dialect"
import { lexicon } from "../../plugins/sqlite/lexicon.ts"
import { identifierOf } from "../../plugins/sqlite/table/identifier.ts"
import { readTableDefinition } from "../../plugins/sqlite/table/table-definition.ts"
import type { MemoryDatabase } from "../plugins/sqlite/memory-database.ts"

type Row = Record<string, unknown>

/** What SQL says, whatever quotes and spaces it is written with. */
const words = (sql: string): ReadonlyArray<string> =>
  tokenize(sql, lexicon)
    .filter(({ kind }) => kind !== "space" && kind !== "comment")
    .map((token) => token.kind === "string" ? token.text : identifierOf(token).toLowerCase())

/** The definitions of a table without their order, and each without the order of its clauses. */
const definitions = (name: string, sql: string): ReadonlyArray<string> => {
  const table = Result.getOrThrow(readTableDefinition(name, sql))
  return [...table.definitions.map(({ text }) => words(text).toSorted().join(" ")), words(table.tail).join(" ")]
    .toSorted()
}

const sorted = (rows: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  rows.map((row) => JSON.stringify(row)).toSorted()

/** All that SQLite knows of a schema, without the order of its columns, spelling and what SQLite names by itself. */
export const schemaOf = (database: MemoryDatabase): unknown => {
  const objects = database.rows(
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  )
  return Object.fromEntries(
    objects.map(({ name, sql, type }) => {
      const text = String(name)
      return [`${String(type)} ${text}`, type === "table" ? tableOf(database, text, String(sql)) : words(String(sql))]
    }).toSorted(([one], [other]) => String(one) < String(other) ? -1 : 1),
  )
}

const tableOf = (database: MemoryDatabase, name: string, sql: string): unknown => {
  const literal = `'${name.replaceAll("'", "''")}'`
  const columns = database.rows(`SELECT name, upper(type) AS type, "notnull", dflt_value AS "default", pk, hidden
    FROM pragma_table_xinfo(${literal})`).map((column): Row =>
    column["default"] === "NULL" ? { ...column, default: null } : column
  )
  const keys = database.rows(`SELECT "table", "from", "to", on_update, on_delete, match
    FROM pragma_foreign_key_list(${literal})`)
  const indexes = database.rows(`SELECT iif(list.origin = 'c', list.name, list.origin) AS name, list."unique",
      list.partial, info.seqno, info.name AS "column", info.desc, info.coll
    FROM pragma_index_list(${literal}) AS list, pragma_index_xinfo(list.name) AS info WHERE info.key`)
  return {
    definitions: definitions(name, sql),
    columns: sorted(columns),
    keys: sorted(keys),
    indexes: sorted(indexes),
  }
}

/** The rows of some columns of a table, as SQL would write their values, without their order. */
export const rowsOf = (
  database: MemoryDatabase,
  table: string,
  columns: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const values = columns.map((column, at) => `quote("${column}") AS c${at}`).join(", ")
  return sorted(database.rows(`SELECT ${values || "1"} FROM "${table}"`))
}
