import * as Effect from "effect/Effect"
import type { Event } from "../events/event.ts"

/** The events of the work on one prefix, which they name. */
export interface TenantEvents {
  readonly emit: (event: Event) => Effect.Effect<void>
  /** What has run so far. */
  readonly versions: () => ReadonlyArray<bigint>
}

/**
 * Events that name a prefix, on their way to a reader.
 *
 * @param warned the warnings that were said of other prefixes and need not be said again; `undefined`: each is said
 */
export const tenantEvents = (
  emit: (event: Event) => Effect.Effect<void>,
  prefix: string,
  warned: Set<string> | undefined,
): TenantEvents => {
  const versions: Array<bigint> = []
  return {
    emit: (event) =>
      Effect.suspend(() => {
        if (event._tag === "MigrationFinished" || event._tag === "MigrationRehearsed") versions.push(event.version)
        if (event._tag === "Warning" && warned !== undefined) {
          if (warned.has(event.message)) return Effect.void
          warned.add(event.message)
        }
        return emit({ ...event, prefix })
      }),
    versions: () => versions,
  }
}
