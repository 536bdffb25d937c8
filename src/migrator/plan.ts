import * as Effect from "effect/Effect"
import type { Direction } from "../migration/direction.ts"
import { type PlannedMigration, plannedMigrations } from "../run/planned-migration.ts"
import { prepareRun } from "../run/prepare-run.ts"
import { type MigratorError, onEachRepo } from "./each-repo.ts"
import type { PlanOptions } from "./options.ts"
import { requestOf } from "./request.ts"

/** What a run would do on a repo. */
export interface RepoPlan {
  readonly repo: string
  readonly direction: Direction
  /** In the order in which they would run. */
  readonly migrations: ReadonlyArray<PlannedMigration>
  /** How many more there would be to run without the target. */
  readonly beyond: number
}

/** What `migrate`, or `rollback`, would run on every repo, with the SQL. Changes nothing and takes no lock. */
export const plan = Effect.fnUntraced(function*(
  options: PlanOptions = {},
): Effect.fn.Return<ReadonlyArray<RepoPlan>, MigratorError> {
  const direction: Direction = options.rollback === true ? "down" : "up"
  const request = yield* requestOf(
    direction,
    options,
    direction === "up" ? { _tag: "All" } : { _tag: "Step", count: 1 },
  )
  return yield* onEachRepo(options, { readOnly: true }, ({ name }) =>
    Effect.gen(function*() {
      const { beyond, inFlight, prepared } = yield* prepareRun(request)
      const migrations = yield* plannedMigrations(prepared, inFlight, "of the database")
      return { repo: name, direction, migrations, beyond }
    }))
})
