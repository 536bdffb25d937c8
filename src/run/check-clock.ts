import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { elapsed } from "../events/elapsed.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type CheckResult, holds, holdsBut, skipped } from "./check-result.ts"

/** Looks whether the clocks of the server and of this machine agree. */
export const checkClock: Effect.Effect<CheckResult<never>, DatabaseError, Repo | RepoDialect> = Effect.gen(
  function*() {
    const { clock } = yield* RepoDialect
    const { connection } = yield* Repo
    if (clock === undefined) return holds("The database has no clock but that of this machine.")
    const before = yield* Clock.currentTimeMillis
    const [row] = yield* connection.query(clock)
    const after = yield* Clock.currentTimeMillis
    const server = Number(row?.["now"])
    return Number.isFinite(server)
      ? clockResult({ before, server, after })
      : skipped("The server has not said what its clock says.")
  },
)

/** What nobody notices. */
const toleratedMs = 2000

/**
 * What three readings say of two clocks, in milliseconds since 1970: ours, the server's, ours again. It may have read its
 * own at any time between. Pure.
 */
export const clockResult = (
  { after, before, server }: { readonly before: number; readonly server: number; readonly after: number },
): CheckResult<never> => {
  const apart = server > after ? server - after : server < before ? before - server : 0
  if (apart <= toleratedMs) return holds("The server's clock and ours agree.")
  return holdsBut([
    `The server's clock is ${elapsed(apart)} ${
      server > after ? "ahead of" : "behind"
    } ours. Set both by a time server: `
    + "the times and durations that are recorded, and the versions of new migrations, are those of different clocks.",
  ])
}
