import {
  commentOn,
  type Dialect,
  type Grammar,
  nullability,
  nullsPlaced,
  quoteName as quote,
  synopsis,
  typeText,
} from "sterna/dialect"
import { features } from "./features.ts"
import { numbered, withNumbers, withoutNumbers } from "./numbers.ts"
import { types } from "./types.ts"

/** DuckDB's SQL (its manual: CREATE TABLE, ALTER TABLE, CREATE INDEX, COMMENT ON, "Keywords and Identifiers"). */
export const grammar: Grammar = {
  database: "DuckDB",
  features,
  nameQuote: "\"",
  types,
  literals: {
    backslashEscapes: false,
    nullBytes: false,
    integers: undefined,
    json: (literal) => literal,
    array: (elements, { of }) => `[${elements.join(", ")}]::${typeText(types, of, {})}[]`,
  },

  nameLimit: undefined,
  transactionalDdl: true,
  keys: "apart",
  // What it may be comes last, since a new column gets it in a statement of its own.
  column: (column) =>
    synopsis`${column.name} ${column.type} ${column.collation && `COLLATE ${column.collation}`} ${
      column.default ? `DEFAULT ${column.default}` : column.numbered && `DEFAULT ${numbered}`
    } ${nullability(column.null)}`,
  foreignKeyNotValid: undefined,

  createTable: ({ body, ifNotExists, modifiers, name }) =>
    withNumbers(name, synopsis`CREATE ${modifiers} TABLE ${ifNotExists && "IF NOT EXISTS"} ${name} (${body})`),
  alterTable: {
    rebuilds: () => false,
    clauses: {
      AddColumn: ({ definition, ifNotExists }) => {
        const [name = ""] = /^"(?:[^"]|"")*"/.exec(definition) ?? []
        const plain = definition.replace(/(?: NOT)? NULL$/, "")
        return [
          synopsis`ADD COLUMN ${ifNotExists && "IF NOT EXISTS"} ${plain}`,
          ...definition.endsWith(" NOT NULL") ? [`ALTER COLUMN ${name} SET NOT NULL`] : [],
        ]
      },
      // The engine drops no constraint, and says so.
      ModifyColumn: ({ column: { collation, default: value, name, null: nullable, type }, droppedForeignKey }) => [
        ...droppedForeignKey === undefined ? [] : [`DROP CONSTRAINT ${droppedForeignKey}`],
        synopsis`ALTER COLUMN ${name} SET DATA TYPE ${type} ${collation && `COLLATE ${collation}`}`,
        ...nullable === undefined ? [] : [`ALTER COLUMN ${name} ${nullable ? "DROP" : "SET"} NOT NULL`],
        ...value === undefined ? [] : [`ALTER COLUMN ${name} SET DEFAULT ${value}`],
      ],
      DropConstraint: ({ name }) => [`DROP CONSTRAINT ${name}`],
      RemoveColumn: ({ ifExists, name }) => [synopsis`DROP COLUMN ${ifExists && "IF EXISTS"} ${name}`],
    },
    statements: (table, clauses) => clauses.map((clause) => withNumbers(table, `ALTER TABLE ${table} ${clause}`)),
  },
  renameTable: (from, to) => {
    const table = from.prefix === undefined ? from.name : `${from.prefix}.${from.name}`
    return [`ALTER TABLE ${table} RENAME TO ${to.name}`]
  },
  renameColumn: (table, column, to) => `ALTER TABLE ${table} RENAME COLUMN ${column} TO ${to}`,
  dropTable: ({ ifExists, name }) => withoutNumbers(name, synopsis`DROP TABLE ${ifExists && "IF EXISTS"} ${name}`),

  directions: nullsPlaced,
  createIndex: ({ columns, ifNotExists, name, table, unique }) => [
    synopsis`CREATE ${unique && "UNIQUE"} INDEX ${ifNotExists && "IF NOT EXISTS"} ${name} ON ${table} (${columns})`,
  ],
  dropIndex: ({ ifExists, qualifiedName }) => synopsis`DROP INDEX ${ifExists && "IF EXISTS"} ${qualifiedName}`,
  renameIndex: undefined,
  comments: commentOn,
}

export const quoteName: Dialect["quoteName"] = (name) => quote(grammar.nameQuote, name)
