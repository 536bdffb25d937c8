/** SQL as it stands: a default, an index expression, a condition. */
export interface Fragment {
  readonly _tag: "Fragment"
  readonly sql: string
}

/**
 * SQL as it stands, where a plain string would be quoted as a value or as a name.
 *
 * @example
 * add("inserted_at", "utc_datetime", { default: fragment("CURRENT_TIMESTAMP") })
 */
export const fragment = (sql: string): Fragment => Object.freeze({ _tag: "Fragment", sql })

/** Whether a value is SQL as it stands. */
export const isFragment = (value: unknown): value is Fragment =>
  typeof value === "object" && value !== null && "_tag" in value && value._tag === "Fragment"
