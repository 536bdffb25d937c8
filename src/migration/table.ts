import type { ScalarType } from "./column-type.ts"
import type { ColumnOptions } from "./column.ts"

/** The primary key that a table gets without being asked: its name, type and column options. */
export interface PrimaryKeyOptions extends Omit<ColumnOptions, "primaryKey"> {
  readonly name?: string
  readonly type?: ScalarType
}

/** What may be said of a table, beside its name and columns. */
export interface TableOptions {
  /** `false` for none; options for another name or type than `id`, `bigserial`. */
  readonly primaryKey?: boolean | PrimaryKeyOptions
  /** MySQL's storage engine; `INNODB` when left out. Other databases pass over it. */
  readonly engine?: string
  /** The schema (MySQL: the database) that the table lies in; `null` undoes an inherited one. */
  readonly prefix?: string | null
  /** SQL that follows the table's definition as it stands, `STRICT` for example. */
  readonly options?: string
  /** SQL between `CREATE` and `TABLE` as it stands, `UNLOGGED` for example. */
  readonly modifiers?: string
  readonly comment?: string
}

/** A table, to create, alter, rename or drop. */
export interface Table {
  readonly _tag: "Table"
  readonly name: string
  readonly options: TableOptions
}

/**
 * A table, to create, alter, rename or drop. A new one has a primary key `id` unless `primaryKey` says otherwise.
 *
 * @example
 * create(table("posts", { comment: "what people write" }), [add("title", "string")])
 */
export const table = (name: string, options: TableOptions = {}): Table =>
  Object.freeze({ _tag: "Table", name, options: Object.freeze({ ...options }) })
