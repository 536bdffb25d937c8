import type * as Effect from "effect/Effect"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Connection } from "./connection.ts"

/** Sends statements without parameters as one batch. */
export const sendTexts = (
  connection: Pick<Connection, "batch">,
  statements: ReadonlyArray<string>,
): Effect.Effect<void, DatabaseError> => connection.batch(statements.map((sql) => ({ sql })))
