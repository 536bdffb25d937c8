import * as Effect from "effect/Effect"
import type { Connection } from "./connection.ts"

/** Tells of a statement that the server has taken. */
export type Told = (sql: string) => Effect.Effect<void>

/** Tells nobody. */
export const untold: Told = () => Effect.void

/** A connection that tells of each statement which the server has taken. */
export const toldConnection = (connection: Connection, sent: Told): Connection =>
  sent === untold ? connection : {
    ...connection,
    query: (sql, ...rest) => Effect.tap(connection.query(sql, ...rest), () => sent(sql)),
    batch: (statements) =>
      Effect.tap(
        connection.batch(statements),
        () => Effect.forEach(statements, ({ sql }) => sent(sql), { discard: true }),
      ),
  }
