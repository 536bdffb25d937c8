import type { Fragment } from "./fragment.ts"

/** The SQL of a condition, which may be written as a string or as a fragment. */
export const conditionText = (condition: string | Fragment): string =>
  typeof condition === "string" ? condition : condition.sql
