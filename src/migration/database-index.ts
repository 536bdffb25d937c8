import type { Fragment } from "./fragment.ts"
import { frozen } from "./frozen.ts"

/** A column's name, or an expression. */
export type IndexTerm = string | Fragment

/** A term, with the direction in which it is sorted. */
export type IndexColumn =
  | IndexTerm
  | { readonly asc: IndexTerm }
  | { readonly ascNullsFirst: IndexTerm }
  | { readonly ascNullsLast: IndexTerm }
  | { readonly desc: IndexTerm }
  | { readonly descNullsFirst: IndexTerm }
  | { readonly descNullsLast: IndexTerm }

/** What may be said of an index, beside its table and columns. */
export interface IndexOptions {
  /** The name; `<table>_<columns>_index` when left out. */
  readonly name?: string
  readonly unique?: boolean
  /** Built without blocking writes; outside a transaction only (PostgreSQL). */
  readonly concurrently?: boolean
  /** The kind of index, `"gin"` for example. */
  readonly using?: string
  readonly prefix?: string | null
  /** The condition of a partial index. */
  readonly where?: Fragment | string
  /** Columns that the index carries without being sorted by them. */
  readonly include?: ReadonlyArray<IndexTerm>
  /** `false`: two nulls count as equal. Needs `unique`. */
  readonly nullsDistinct?: boolean
  /** Not on the partitions of the table. */
  readonly only?: boolean
  /** Storage parameters, as they stand. */
  readonly options?: string
  readonly comment?: string
}

/** An index, to create, rename or drop. */
export interface Index {
  readonly _tag: "Index"
  readonly table: string
  readonly columns: ReadonlyArray<IndexColumn>
  readonly options: IndexOptions
}

/**
 * An index on columns or expressions of a table.
 *
 * @example
 * create(index("posts", ["person_id", { desc: "title" }, fragment("lower(body)")], { where: "published" }))
 */
export const index = (table: string, columns: ReadonlyArray<IndexColumn>, options: IndexOptions = {}): Index =>
  Object.freeze({ _tag: "Index", table, columns: frozen(columns), options: Object.freeze({ ...options }) })

/**
 * An index that allows no two equal rows.
 *
 * @example
 * create(uniqueIndex("people", ["email"]))
 */
export const uniqueIndex = (
  table: string,
  columns: ReadonlyArray<IndexColumn>,
  options: Omit<IndexOptions, "unique"> = {},
): Index => index(table, columns, { ...options, unique: true })
