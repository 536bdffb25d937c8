import {
  generatedText,
  type Grammar,
  nullability,
  nullsUnplaced,
  type Server,
  synopsis,
  together,
} from "sterna/dialect"
import { features } from "./features.ts"
import { indexExpression, isIndexColumn } from "./index-expression.ts"
import { types } from "./types.ts"

/** The SQL of MySQL and MariaDB (MySQL's manual, 15.1), as the server that answers speaks it. */
export const grammar = (server: Server): Grammar => ({
  database: server.flavour === "mariadb" ? "MariaDB" : "MySQL",
  features: features(server),
  nameQuote: "`",
  types,
  literals: {
    backslashEscapes: server.backslashEscapes !== false,
    nullBytes: true,
    integers: undefined,
    json: (literal) => `(${literal})`,
    array: undefined,
  },

  // MySQL manual, 11.2.1 "Identifier Length Limits".
  nameLimit: { limit: 64, unit: "characters", longer: "refused" },
  transactionalDdl: false,
  keys: "apart",
  column: (column) =>
    synopsis`${column.name} ${column.type} ${column.generated && generatedText(column.generated)} ${
      column.default && `DEFAULT ${column.default}`
    } ${column.collation && `COLLATE "${column.collation.replaceAll("\"", "\"\"")}"`} ${nullability(column.null)} ${
      column.comment && `COMMENT ${column.comment}`
    } ${column.after && `AFTER ${column.after}`}`,
  foreignKeyNotValid: undefined,

  createTable: ({ body, comment, engine = "INNODB", ifNotExists, modifiers, name, options }) =>
    synopsis`CREATE ${modifiers} TABLE ${ifNotExists && "IF NOT EXISTS"} ${name} ${body && `(${body})`} ${
      comment && `COMMENT = ${comment}`
    } ENGINE = ${engine.toUpperCase()} ${options}`,
  alterTable: {
    rebuilds: () => false,
    clauses: {
      AddColumn: ({ definition, foreignKey, ifNotExists }) => [
        synopsis`ADD ${ifNotExists && "IF NOT EXISTS"} ${definition}`,
        ...foreignKey === undefined ? [] : [`ADD ${foreignKey}`],
      ],
      ModifyColumn: ({ definition, droppedForeignKey, foreignKey }) => [
        ...droppedForeignKey === undefined ? [] : [`DROP FOREIGN KEY ${droppedForeignKey}`],
        `MODIFY ${definition}`,
        ...foreignKey === undefined ? [] : [`ADD ${foreignKey}`],
      ],
      RemoveColumn: ({ droppedForeignKey, ifExists, name }) => [
        ...droppedForeignKey === undefined
          ? []
          : [synopsis`DROP FOREIGN KEY ${ifExists && "IF EXISTS"} ${droppedForeignKey}`],
        synopsis`DROP ${ifExists && "IF EXISTS"} ${name}`,
      ],
      AddConstraint: ({ check, name, validate }) => [
        synopsis`ADD CONSTRAINT ${name} CHECK (${check}) ${!validate && "NOT ENFORCED"}`,
      ],
      DropConstraint: ({ ifExists, name }) => [synopsis`DROP CONSTRAINT ${ifExists && "IF EXISTS"} ${name}`],
    },
    comment: (comment) => `COMMENT = ${comment}`,
    statements: (table, clauses) => {
      // MariaDB takes no foreign key under the name of one that goes in the same statement (errno 121).
      const first = clauses.filter((clause) => isReplaced(clause, clauses))
      return [...together(table, first), ...together(table, clauses.filter((clause) => !first.includes(clause)))]
    },
  },
  renameTable: (from, to) => {
    const qualified = ({ name, prefix }: typeof from) => prefix === undefined ? name : `${prefix}.${name}`
    return [`RENAME TABLE ${qualified(from)} TO ${qualified(to)}`]
  },
  renameColumn: (table, column, to) => `ALTER TABLE ${table} RENAME COLUMN ${column} TO ${to}`,
  dropTable: ({ ifExists, name }) => synopsis`DROP TABLE ${ifExists && "IF EXISTS"} ${name}`,

  directions: nullsUnplaced,
  indexExpression,
  isIndexColumn,
  createIndex: (index) => [
    synopsis`CREATE ${index.unique && "UNIQUE"} INDEX ${index.name} ON ${index.table} (${index.columns}) ${
      index.using && `USING ${index.using}`
    } ${index.comment && `COMMENT ${index.comment}`} ${index.concurrently && "LOCK=NONE"}`,
  ],
  // MariaDB knows LOCK in ALTER TABLE only.
  dropIndex: ({ concurrently, name, table }) =>
    concurrently ? `ALTER TABLE ${table} DROP INDEX ${name}, LOCK=NONE` : `DROP INDEX ${name} ON ${table}`,
  renameIndex: ({ name, table }, to) => `ALTER TABLE ${table} RENAME INDEX ${name} TO ${to}`,
  comments: undefined,
})

const isReplaced = (clause: string, clauses: ReadonlyArray<string>): boolean => {
  const name = /^DROP FOREIGN KEY (`.*`)$/.exec(clause)?.[1]
  return name !== undefined && clauses.some((other) => other.startsWith(`ADD CONSTRAINT ${name} `))
}
