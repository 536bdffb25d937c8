import type { MigrateResult } from "../run/migrate.ts"
import type { MigrateOptions, PlanOptions, RollbackOptions, StatusOptions } from "./options.ts"
import type { RepoPlan } from "./plan.ts"
import type { RepoStatus } from "./status.ts"

/** Ends a run early, as an interrupt does: what is under way is undone, and the lock is given back. */
interface Abortable {
  readonly signal?: AbortSignal
}

/**
 * Migrates from within an application, which it neither ends nor prints into. Runs under Bun. The promises are rejected with
 * the errors that `sterna/migrator`, where the same are Effects, has in its types.
 *
 * @example
 * await Migrator.migrate({ config: { repos: { main: { url: env("DATABASE_URL") } } } })
 */
export const Migrator = {
  /** Runs the pending migrations of every repo, and answers with what ran on each. */
  migrate: async (options: MigrateOptions & Abortable = {}): Promise<ReadonlyArray<MigrateResult>> => {
    const { effects, promiseOf } = await load()
    return promiseOf(effects.migrate(options), options.signal)
  },
  /** Takes applied migrations back, the newest first; the last one unless told otherwise. */
  rollback: async (options: RollbackOptions & Abortable = {}): Promise<ReadonlyArray<MigrateResult>> => {
    const { effects, promiseOf } = await load()
    return promiseOf(effects.rollback(options), options.signal)
  },
  /** Which migrations are applied. Only reads. */
  status: async (options: StatusOptions & Abortable = {}): Promise<ReadonlyArray<RepoStatus>> => {
    const { effects, promiseOf } = await load()
    return promiseOf(effects.status(options), options.signal)
  },
  /** What `migrate`, or `rollback`, would run, with the SQL. Changes nothing and takes no lock. */
  plan: async (options: PlanOptions & Abortable = {}): Promise<ReadonlyArray<RepoPlan>> => {
    const { effects, promiseOf } = await load()
    return promiseOf(effects.plan(options), options.signal)
  },
} as const

/** Not before it is asked for: every migration imports `sterna`, and effect alone would cost three times as much. */
const load = async () => {
  if (Object.hasOwn(process.versions, "bun")) return import("./promises.ts")
  throw new Error(
    "The Migrator runs under Bun, whose drivers it uses. Elsewhere start the executable: `sterna migrate`.",
  )
}
