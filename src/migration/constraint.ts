import type { Fragment } from "./fragment.ts"

/** What a constraint demands: exactly one of `check` and `exclude`. */
export interface ConstraintOptions {
  /** The condition that every row has to meet. */
  readonly check?: string | Fragment
  /** An exclusion constraint (PostgreSQL). */
  readonly exclude?: string | Fragment
  readonly prefix?: string | null
  /** `false` leaves the rows that are already there unchecked. */
  readonly validate?: boolean
  readonly comment?: string
}

/** A constraint, to create or drop. */
export interface Constraint {
  readonly _tag: "Constraint"
  readonly table: string
  readonly name: string
  readonly options: ConstraintOptions
}

/**
 * A named constraint on a table: either a check or an exclusion.
 *
 * @example
 * create(constraint("products", "price_must_be_positive", { check: "price > 0" }))
 */
export const constraint = (table: string, name: string, options: ConstraintOptions = {}): Constraint =>
  Object.freeze({ _tag: "Constraint", table, name, options: Object.freeze({ ...options }) })
