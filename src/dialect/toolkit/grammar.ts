import type { TableChange } from "../../migration/table-change.ts"
import type { Features } from "./feature.ts"
import type { LiteralRules } from "./literal-rules.ts"
import type { NameLimit } from "./name-limit.ts"
import type { NameQuote } from "./name.ts"
import type {
  ChangeText,
  ColumnText,
  DirectionText,
  DropIndexText,
  IndexNameText,
  IndexText,
  TableNameText,
  TableText,
} from "./statement-text.ts"
import type { TypeTable } from "./type-table.ts"

/**
 * What is different about a database's SQL, as a table to hold against its manual. What it leaves out the toolkit does:
 * defaults, names, refusals, the order of statements. Each entry is given its parts quoted and writes one `synopsis`.
 */
export interface Grammar {
  /** The database's name in messages. */
  readonly database: string
  /**
   * What the database can do of what only some can. What it cannot is refused by name before `column` and the like are
   * asked to write it.
   */
  readonly features: Features
  /** What stands before and behind a name, and is doubled in it. */
  readonly nameQuote: NameQuote
  /** How it calls the types of columns. */
  readonly types: TypeTable
  /** How it writes values. */
  readonly literals: LiteralRules

  /** How long a name may be; `undefined` for as long as one likes. */
  readonly nameLimit: NameLimit | undefined
  /** Whether the database undoes changes of its schema with the transaction that they run in. */
  readonly transactionalDdl: boolean

  /**
   * Where keys stand in a table's definition: `inline` in the definition of their column, as long as they have only
   * one; `apart` in definitions of their own.
   */
  readonly keys: "inline" | "apart"
  /** The definition of a column. */
  readonly column: (column: ColumnText) => string
  /** What follows a foreign key that leaves the rows unchecked that are there. */
  readonly foreignKeyNotValid: string | undefined

  /** The statement that makes a table; the definitions in its `body` are of `column`, and of the toolkit for keys. */
  readonly createTable: (table: TableText) => string
  /** How a table is changed. */
  readonly alterTable: AlterGrammar
  /** The statements that rename a table. The prefix of both names is the same. */
  readonly renameTable: (from: TableNameText, to: TableNameText) => ReadonlyArray<string>
  /** The statement that renames a column. All three are quoted. */
  readonly renameColumn: (table: string, column: string, to: string) => string
  /** The statement that drops a table. `cascade` is only true where the feature `table.cascade` is. */
  readonly dropTable: (
    table: { readonly name: string; readonly ifExists: boolean; readonly cascade: boolean },
  ) => string

  /** What stands behind a column of an index, for each order of values and place of nulls. */
  readonly directions: DirectionText
  /** How a fragment stands among the columns of an index, where not as it is. */
  readonly indexExpression?: (sql: string) => string
  /** Whether a fragment in an index is a column, as the beginning of one, and no expression. Left out where none is. */
  readonly isIndexColumn?: (sql: string) => boolean
  /** The statements that make an index. */
  readonly createIndex: (index: IndexText) => ReadonlyArray<string>
  /** The statement that drops an index. */
  readonly dropIndex: (index: DropIndexText) => string
  /** `undefined`: it is dropped, and created under its new name. */
  readonly renameIndex: ((index: IndexNameText, to: string) => string) | undefined

  /** Comments that are statements of their own; `undefined` where they stand in the definitions, or nowhere. */
  readonly comments: CommentGrammar | undefined
}

export interface AlterGrammar {
  /** Whether there is no statement for a change, so that the table is built anew. */
  readonly rebuilds: (change: TableChange) => boolean
  /** The clauses that a change needs, by its tag. What is missing is refused, unless it rebuilds the table. */
  readonly clauses: {
    readonly [Tag in ChangeText["_tag"]]?: (
      change: Extract<ChangeText, { readonly _tag: Tag }>,
    ) => ReadonlyArray<string>
  }
  /** The clause that gives the table a comment, where it is one. */
  readonly comment?: (comment: string) => string
  /** The statements that clauses make: `together`, `oneByOne`, or what a database needs. */
  readonly statements: (table: string, clauses: ReadonlyArray<string>) => ReadonlyArray<string>
}

/** All clauses in one `ALTER TABLE`. */
export const together: AlterGrammar["statements"] = (table, clauses) =>
  clauses.length === 0 ? [] : [`ALTER TABLE ${table} ${clauses.join(", ")}`]

/** An `ALTER TABLE` for each clause. */
export const oneByOne: AlterGrammar["statements"] = (table, clauses) =>
  clauses.map((clause) => `ALTER TABLE ${table} ${clause}`)

/** An index's orders where the place of nulls can be said. */
export const nullsPlaced: DirectionText = {
  asc: "ASC",
  ascNullsFirst: "ASC NULLS FIRST",
  ascNullsLast: "ASC NULLS LAST",
  desc: "DESC",
  descNullsFirst: "DESC NULLS FIRST",
  descNullsLast: "DESC NULLS LAST",
}

/** An index's orders where it cannot. */
export const nullsUnplaced: DirectionText = {
  asc: "ASC",
  ascNullsFirst: "ASC",
  ascNullsLast: "ASC",
  desc: "DESC",
  descNullsFirst: "DESC",
  descNullsLast: "DESC",
}

/** Comments by `COMMENT ON`. */
export const commentOn: CommentGrammar = {
  table: (table, comment) => `COMMENT ON TABLE ${table} IS ${comment}`,
  column: (table, column, comment) => `COMMENT ON COLUMN ${table}.${column} IS ${comment}`,
  index: ({ qualifiedName }, comment) => `COMMENT ON INDEX ${qualifiedName} IS ${comment}`,
  constraint: (table, name, comment) => `COMMENT ON CONSTRAINT ${name} ON ${table} IS ${comment}`,
}

export interface CommentGrammar {
  readonly table: (table: string, comment: string) => string
  readonly column: (table: string, column: string, comment: string) => string
  readonly index: (index: IndexNameText, comment: string) => string
  readonly constraint: (table: string, constraint: string, comment: string) => string
}
