import * as Effect from "effect/Effect"
import type { Connection } from "./connection.ts"

/** A connection that tells of each statement which the server has taken. */
export const toldConnection = (connection: Connection, sent: (sql: string) => Effect.Effect<void>): Connection => ({
  ...connection,
  query: (sql, ...rest) => Effect.tap(connection.query(sql, ...rest), () => sent(sql)),
  batch: (statements) =>
    Effect.tap(
      connection.batch(statements),
      () => Effect.forEach(statements, ({ sql }) => sent(sql), { discard: true }),
    ),
})
