import {
  commentOn,
  type Grammar,
  type ModifyColumnText,
  nullability,
  nullsPlaced,
  synopsis,
  together,
  typeText,
} from "sterna/dialect"
import { features } from "./features.ts"
import { types } from "./types.ts"

/** PostgreSQL's SQL (its manual, part VI: CREATE TABLE, ALTER TABLE, CREATE INDEX, COMMENT). */
export const grammar: Grammar = {
  database: "PostgreSQL",
  features,
  nameQuote: "\"",
  types,
  literals: {
    backslashEscapes: false,
    nullBytes: false,
    integers: undefined,
    json: (literal) => literal,
    array: (elements, { of }) => `ARRAY[${elements.join(",")}]::${castType(of)}[]`,
  },

  // NAMEDATALEN less one (manual, 4.1.1).
  nameLimit: { limit: 63, unit: "bytes", longer: "cut" },
  transactionalDdl: true,
  keys: "apart",
  column: (column) =>
    synopsis`${column.name} ${column.type} ${column.generated && `GENERATED ${column.generated}`} ${
      column.default && `DEFAULT ${column.default}`
    } ${nullability(column.null)} ${column.collation && collate(column.collation)} ${column.check}`,
  foreignKeyNotValid: "NOT VALID",

  createTable: ({ body, ifNotExists, modifiers, name, options }) =>
    synopsis`CREATE ${modifiers} TABLE ${ifNotExists && "IF NOT EXISTS"} ${name} (${body}) ${options}`,
  alterTable: {
    rebuilds: () => false,
    clauses: {
      AddColumn: ({ definition, foreignKey, ifNotExists }) => [
        synopsis`ADD COLUMN ${ifNotExists && "IF NOT EXISTS"} ${definition}`,
        ...foreignKey === undefined ? [] : [`ADD ${foreignKey}`],
      ],
      ModifyColumn: (change) => modifyClauses(change),
      RemoveColumn: ({ droppedForeignKey, ifExists, name }) => [
        ...droppedForeignKey === undefined
          ? []
          : [synopsis`DROP CONSTRAINT ${ifExists && "IF EXISTS"} ${droppedForeignKey}`],
        synopsis`DROP COLUMN ${ifExists && "IF EXISTS"} ${name}`,
      ],
      AddConstraint: ({ check, exclude, name, validate }) => [
        synopsis`ADD CONSTRAINT ${name} ${check !== undefined && `CHECK (${check})`} ${
          exclude !== undefined && `EXCLUDE USING ${exclude}`
        } ${!validate && "NOT VALID"}`,
      ],
      DropConstraint: ({ cascade, ifExists, name }) => [
        synopsis`DROP CONSTRAINT ${ifExists && "IF EXISTS"} ${name} ${cascade && "CASCADE"}`,
      ],
    },
    statements: together,
  },
  // RENAME TO takes no prefix: a table without one stays where the other name lies, another one is a move.
  renameTable: (from, to) => {
    const qualified = (prefix: string | undefined, name: string) => prefix === undefined ? name : `${prefix}.${name}`
    const moves = from.prefix !== undefined && to.prefix !== undefined && from.prefix !== to.prefix
    const table = qualified(from.prefix ?? to.prefix, from.name)
    return moves
      ? [`ALTER TABLE ${table} SET SCHEMA ${to.prefix}`, `ALTER TABLE ${to.prefix}.${from.name} RENAME TO ${to.name}`]
      : [`ALTER TABLE ${table} RENAME TO ${to.name}`]
  },
  renameColumn: (table, column, to) => `ALTER TABLE ${table} RENAME ${column} TO ${to}`,
  dropTable: ({ cascade, ifExists, name }) =>
    synopsis`DROP TABLE ${ifExists && "IF EXISTS"} ${name} ${cascade && "CASCADE"}`,

  directions: nullsPlaced,
  createIndex: (index) => [
    synopsis`CREATE ${index.unique && "UNIQUE"} INDEX ${index.concurrently && "CONCURRENTLY"} ${
      index.ifNotExists && "IF NOT EXISTS"
    } ${index.name} ON ${index.only && "ONLY"} ${index.table} ${
      index.using && `USING ${index.using}`
    } (${index.columns}) ${index.include && `INCLUDE (${index.include})`} ${nullsDistinct(index.nullsDistinct)} ${
      index.options && `WITH (${index.options})`
    } ${index.where !== undefined && `WHERE ${index.where}`}`,
  ],
  dropIndex: ({ cascade, concurrently, ifExists, qualifiedName }) =>
    synopsis`DROP INDEX ${concurrently && "CONCURRENTLY"} ${ifExists && "IF EXISTS"} ${qualifiedName} ${
      cascade && "CASCADE"
    }`,
  renameIndex: ({ qualifiedName }, to) => `ALTER INDEX ${qualifiedName} RENAME TO ${to}`,
  comments: commentOn,
}

const collate = (name: string): string => `COLLATE "${name.replaceAll("\"", "\"\"")}"`

/** The type of a list's element, without its length, which a cast would enforce. */
const castType = (type: Parameters<typeof typeText>[1]): string =>
  typeText(types, type, {}).replace(/\(\d+(?:,\d+)?\)(?=(?:\[\])*$)/, "")

const nullsDistinct = (distinct: boolean | undefined): string | undefined =>
  distinct === undefined ? undefined : distinct ? "NULLS DISTINCT" : "NULLS NOT DISTINCT"

/** The old foreign key goes before the type changes, the new one comes after it. */
const modifyClauses = ({ column, droppedForeignKey, foreignKey }: ModifyColumnText): ReadonlyArray<string> => {
  const { check, collation, name, type } = column
  const alter = `ALTER COLUMN ${name}`
  return [
    ...droppedForeignKey === undefined ? [] : [`DROP CONSTRAINT ${droppedForeignKey}`],
    synopsis`${alter} TYPE ${type} ${collation && collate(collation)}`,
    ...foreignKey === undefined ? [] : [`ADD ${foreignKey}`],
    ...column.null === undefined ? [] : [`${alter} ${column.null ? "DROP" : "SET"} NOT NULL`],
    ...column.default === undefined ? [] : [`${alter} SET DEFAULT ${column.default}`],
    ...check === undefined ? [] : [`ADD ${check}`],
  ]
}
