import type { ColumnType, ScalarType } from "./column-type.ts"
import type { Fragment } from "./fragment.ts"

type Json = string | number | boolean | null | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** A default value: JSON's values, an integer of any size, or SQL as it stands. */
export type Default = Json | bigint | Fragment

/** A named check on one column (SQLite). */
export interface ColumnCheck {
  readonly name: string
  readonly expr: string
}

/** What may be said of a column, beside its name and type. */
export interface ColumnOptions {
  readonly primaryKey?: boolean
  readonly default?: Default
  /** `false` is NOT NULL, `true` is NULL, `null` says neither. */
  readonly null?: boolean | null
  /** The length of a string, or of a binary. */
  readonly size?: number
  readonly precision?: number
  /** Digits behind the point; needs `precision`. */
  readonly scale?: number
  /** The column that this one stands behind (MySQL). */
  readonly after?: string
  readonly comment?: string
  readonly collation?: string
  /** `"ALWAYS AS (price * amount) STORED"`, for example. */
  readonly generated?: string
  /** The first number of an identity column. */
  readonly startValue?: number
  /** The step of an identity column. */
  readonly increment?: number
  /** The fields of the type `"duration"`, `"day to minute"` for example. */
  readonly fields?: string
  readonly check?: ColumnCheck
}

/** What a column was before a `modify`: its type, or its type with the options that it had. */
export type From = ColumnType | readonly [type: ColumnType, options: ColumnOptions]

/** What may be said of a change: what is not named stays as it is. */
export interface ModifyOptions extends ColumnOptions {
  /** What the column was before: with it the change has a way back. */
  readonly from?: From
}

/** Every option of a column may stand here too; it goes to both columns. */
export interface TimestampsOptions extends ColumnOptions {
  readonly type?: ScalarType
  /** The name of the first column, or `false` for none. */
  readonly insertedAt?: string | false
  /** The name of the second column, or `false` for none. */
  readonly updatedAt?: string | false
}

/** A new column, in `create` or `alter`. */
export interface Add {
  readonly _tag: "Add"
  readonly column: string
  readonly type: ColumnType
  readonly options: ColumnOptions
}
/** A new column, unless there is one of that name. */
export interface AddIfNotExists {
  readonly _tag: "AddIfNotExists"
  readonly column: string
  readonly type: ColumnType
  readonly options: ColumnOptions
}
/** A change of a column. */
export interface Modify {
  readonly _tag: "Modify"
  readonly column: string
  readonly type: ColumnType
  readonly options: ModifyOptions
}
/** A column that goes. */
export interface Remove {
  readonly _tag: "Remove"
  readonly column: string
  /** Known only where the removal says what the column was: then it has a way back. */
  readonly type: ColumnType | undefined
  readonly options: ColumnOptions
}
/** A column that goes if it is there. */
export interface RemoveIfExists {
  readonly _tag: "RemoveIfExists"
  readonly column: string
  readonly type: ColumnType | undefined
}
/** The two columns that say when a row was made and when it was changed. */
export interface Timestamps {
  readonly _tag: "Timestamps"
  readonly options: TimestampsOptions
}
/** What undoes `timestamps()` in an `alter`. */
export interface RemoveTimestamps {
  readonly _tag: "RemoveTimestamps"
  readonly options: TimestampsOptions
}

/** What the block of `create(table(...))` may hold. */
export type CreateEntry = Add | Timestamps
/** What the block of `alter(table(...))` may hold. */
export type AlterEntry = Add | AddIfNotExists | Modify | Remove | RemoveIfExists | Timestamps | RemoveTimestamps

/**
 * A new column.
 *
 * @example
 * add("title", "string", { size: 40, null: false, default: "Untitled" })
 */
export const add = (column: string, type: ColumnType, options: ColumnOptions = {}): Add =>
  Object.freeze({ _tag: "Add", column, type, options: Object.freeze({ ...options }) })

/**
 * A new column, unless there is one of that name. Has no way back.
 *
 * @example
 * alter(table("posts"), [addIfNotExists("title", "string")])
 */
export const addIfNotExists = (column: string, type: ColumnType, options: ColumnOptions = {}): AddIfNotExists =>
  Object.freeze({ _tag: "AddIfNotExists", column, type, options: Object.freeze({ ...options }) })

/**
 * Another type or other options for a column. What is not named stays as it is. Reversible only with `from`.
 *
 * @example
 * alter(table("posts"), [modify("title", "text", { null: false, from: ["string", { null: true }] })])
 */
export const modify = (column: string, type: ColumnType, options: ModifyOptions = {}): Modify =>
  Object.freeze({ _tag: "Modify", column, type, options: Object.freeze({ ...options }) })

/**
 * A column that goes, with its data. Reversible only when its type is said.
 *
 * @example
 * alter(table("posts"), [remove("views", "integer", { default: 0 })])
 */
export const remove = (column: string, type?: ColumnType, options: ColumnOptions = {}): Remove =>
  Object.freeze({ _tag: "Remove", column, type, options: Object.freeze({ ...options }) })

/**
 * A column that goes if it is there. Has no way back.
 *
 * @example
 * alter(table("posts"), [removeIfExists("views")])
 */
export const removeIfExists = (column: string, type?: ColumnType): RemoveIfExists =>
  Object.freeze({ _tag: "RemoveIfExists", column, type })

/**
 * The columns `inserted_at` and `updated_at`, not null.
 *
 * @example
 * create(table("posts"), [timestamps({ type: "utc_datetime" })])
 */
export const timestamps = (options: TimestampsOptions = {}): Timestamps =>
  Object.freeze({ _tag: "Timestamps", options: Object.freeze({ ...options }) })
