import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type CheckResult, holdsBut } from "./check-result.ts"

/**
 * Looks for indexes that a concurrent build has left invalid.
 *
 * @param query `Dialect.invalidIndexes`
 */
export const checkIndexes = (
  connection: Connection,
  query: string,
): Effect.Effect<CheckResult<never>, DatabaseError> =>
  Effect.map(connection.query(query), (rows) =>
    holdsBut(
      rows.map(({ name, repair }) =>
        `The index ${String(name)} is invalid: its concurrent build failed or was cut off, and no query uses it. If a `
        + `migration that is half done builds it, the next run does so anew; if not, drop it: ${String(repair)}.`
      ),
      ...rows.length === 0 ? ["Every index is valid."] : [],
    ))
