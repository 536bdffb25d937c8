import * as Effect from "effect/Effect"
import type { ConnectionTarget } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { waitForServer, type WaitForServerOptions } from "./wait-for-server.ts"

/**
 * A dialect that waits for its server: where it connects, and before it works on a database as a whole, by connections
 * of its own.
 */
export const patientDialect = (dialect: Dialect, options: WaitForServerOptions): Dialect => {
  const { storage, structure } = dialect
  const connect = (target: ConnectionTarget) => waitForServer(dialect.connect(target), options)
  const first = <A, E>(target: ConnectionTarget, work: Effect.Effect<A, E>) =>
    Effect.andThen(isThere(Effect.scoped(connect(target))), work)
  return {
    ...dialect,
    connect,
    ...storage === undefined ? {} : {
      storage: {
        ...storage,
        create: (target, asked) => first(target, storage.create(target, asked)),
        drop: (target, request) => first(target, storage.drop(target, request)),
      },
    },
    ...structure === undefined ? {} : {
      structure: { ...structure, dump: (target, table) => first(target, structure.dump(target, table)) },
    },
  }
}

/** A server that refuses for good is there: the database may be what is missing. */
const isThere = (connecting: Effect.Effect<unknown, DatabaseError>): Effect.Effect<void, DatabaseError> =>
  connecting.pipe(
    Effect.asVoid,
    Effect.catchIf(({ transient }) => transient !== true, () => Effect.void),
  )
