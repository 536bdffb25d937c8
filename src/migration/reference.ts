import type { ScalarType } from "./column-type.ts"

/** What happens to a row when the key that it refers to changes. */
export type OnUpdate = "no action" | "cascade" | "set null" | "restrict"

/** What happens to a row when the row that it refers to is deleted. */
export type OnDelete =
  | OnUpdate
  | "set default"
  | { readonly setNull: ReadonlyArray<string> }
  | { readonly setDefault: ReadonlyArray<string> }

/** What may be said of a foreign key, beside its table. */
export interface ReferenceOptions {
  /** The name of the constraint; `<table>_<column>_fkey` when left out. */
  readonly name?: string
  /** The column referred to; `id` when left out. */
  readonly column?: string
  /** Where the other table lies; this table's own prefix when left out, the connection's own when `null`. */
  readonly prefix?: string | null
  /** The type of this column; that of the repo's primary keys when left out. */
  readonly type?: ScalarType
  readonly onDelete?: OnDelete
  readonly onUpdate?: OnUpdate
  /** `false` leaves the rows that are already there unchecked. */
  readonly validate?: boolean
  /** Further columns of a composite key: this table's column to the other table's. */
  readonly with?: { readonly [column: string]: string }
  readonly match?: "simple" | "full" | "partial"
  /** SQL that follows the foreign key as it stands. */
  readonly options?: string
}

/** A column's type that is the key of another table. */
export interface Reference {
  readonly _tag: "Reference"
  readonly table: string
  readonly options: ReferenceOptions
}

/**
 * A column that refers to a row of another table.
 *
 * @example
 * add("person_id", references("people", { onDelete: "cascade" }), { null: false })
 */
export const references = (table: string, options: ReferenceOptions = {}): Reference =>
  Object.freeze({ _tag: "Reference", table, options: Object.freeze({ ...options }) })
