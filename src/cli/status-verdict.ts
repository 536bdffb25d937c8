import type { SourceTag } from "../dialect/repo.ts"
import type { StatusRow } from "../run/status.ts"
import { type ExitCode, exitCodes, gravestOf } from "./exit-code.ts"

/** What a status comes to. */
export interface StatusVerdict {
  readonly pending: ReadonlyArray<StatusRow>
  /** Those that are half done, and that the next `migrate` does not simply finish. */
  readonly unresolved: ReadonlyArray<StatusRow>
  /** Those whose file was changed after they were applied. */
  readonly changed: ReadonlyArray<StatusRow>
  /** What `--check` exits with. */
  readonly exitCode: ExitCode
}

interface VerdictOptions {
  /** A changed file is no reason for an exit code. */
  readonly acceptChanged: boolean
  /** The data migrations are meant, and not those of the schema. */
  readonly data: boolean
}

/** Pure. */
export const verdictOf = (
  migrations: ReadonlyArray<StatusRow>,
  { acceptChanged, data }: VerdictOptions,
): StatusVerdict => {
  const pending = migrations.filter(isPendingOf(data ? "data" : "schema"))
  const unresolved = migrations.filter(isUnresolved)
  const changed = migrations.filter((each) => each.changed)
  const exitCode = gravestOf([
    ...pending.length > 0 ? [exitCodes.pending] : [],
    ...unresolved.length > 0 ? [exitCodes.unresolved] : [],
    ...changed.length > 0 && !acceptChanged ? [exitCodes.history] : [],
  ])
  return { pending, unresolved, changed, exitCode }
}

/**
 * Data migrations run when they are asked for: where they are not, they are never pending. Nor is what only another release
 * has a file of.
 */
const isPendingOf = (wanted: SourceTag) => ({ path, state, tag }: StatusRow): boolean =>
  state === "down" && tag === wanted && path !== undefined

/**
 * One that goes up is pending, as long as no run has given it up, and its file is there to go on with; one that goes down
 * would count as applied.
 */
const isUnresolved = ({ inFlight, path }: StatusRow): boolean =>
  inFlight !== undefined && (path === undefined || inFlight.unresolved || inFlight.direction === "down")
