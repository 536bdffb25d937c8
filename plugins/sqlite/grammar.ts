import {
  type ColumnText,
  generatedText,
  type Grammar,
  nullability,
  nullsUnplaced,
  oneByOne,
  synopsis,
} from "sterna/dialect"
import { features } from "./features.ts"
import { rebuilds } from "./rebuilds.ts"
import { types } from "./types.ts"

/** SQLite's SQL (its manual: lang_createtable, lang_altertable, lang_createindex, datatype3, lang_keywords). */
export const grammar: Grammar = {
  database: "SQLite",
  features,
  nameQuote: "\"",
  types,
  literals: {
    backslashEscapes: false,
    nullBytes: false,
    // A larger integer would become a float (lang_expr, literal values).
    integers: { smallest: -(2n ** 63n), largest: 2n ** 63n - 1n },
    json: (literal) => `(${literal})`,
    array: undefined,
  },

  nameLimit: undefined,
  transactionalDdl: true,
  keys: "inline",
  column: (column) =>
    synopsis`${column.name} ${column.type} ${column.default && `DEFAULT ${column.default}`} ${
      nullability(column.null)
    } ${column.collation && `COLLATE ${collation(column.collation)}`} ${
      column.primaryKey && primaryKey(column)
    } ${column.check} ${column.generated && generatedText(column.generated)} ${column.reference}`,
  foreignKeyNotValid: undefined,

  createTable: ({ body, ifNotExists, modifiers, name, options }) =>
    synopsis`CREATE ${modifiers} TABLE ${ifNotExists && "IF NOT EXISTS"} ${name} (${body}) ${options}`,
  alterTable: {
    rebuilds,
    clauses: {
      AddColumn: ({ definition }) => [`ADD COLUMN ${definition}`],
      RemoveColumn: ({ name }) => [`DROP COLUMN ${name}`],
    },
    statements: oneByOne,
  },
  renameTable: (from, to) => [`ALTER TABLE ${from.name} RENAME TO ${to.name}`],
  renameColumn: (table, column, to) => `ALTER TABLE ${table} RENAME COLUMN ${column} TO ${to}`,
  dropTable: ({ ifExists, name }) => synopsis`DROP TABLE ${ifExists && "IF EXISTS"} ${name}`,

  // A null is smaller than any value (lang_select, the ORDER BY clause); no other place can be said in an index.
  directions: nullsUnplaced,
  createIndex: ({ columnNames, columns, ifNotExists, name, table, unique, where }) => [
    // In an index a quoted name that is no column's counts as a string, silently (quirks, double-quoted
    // string literals): a qualified one does not.
    ...columnNames.length === 0
      ? []
      : [`SELECT ${columnNames.map((column) => `${table}.${column}`).join(", ")} FROM ${table} LIMIT 0`],
    synopsis`CREATE ${unique && "UNIQUE"} INDEX ${ifNotExists && "IF NOT EXISTS"} ${name} ON ${table} (${columns}) ${
      where !== undefined && `WHERE ${where}`
    }`,
  ],
  dropIndex: ({ ifExists, name }) => synopsis`DROP INDEX ${ifExists && "IF EXISTS"} ${name}`,
  renameIndex: undefined,
  comments: undefined,
}

const primaryKey = ({ numbered }: ColumnText): string => numbered ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY"

/** SQLite's own collations are written in capitals, as ecto_sqlite3 does; the case of a name means nothing. */
export const collation = (name: string): string =>
  /^\w+$/.test(name) ? name.toUpperCase() : `"${name.replaceAll("\"", "\"\"")}"`
