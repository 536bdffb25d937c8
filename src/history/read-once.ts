import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import type { Migration } from "../migration/migration.ts"
import type { Checksum } from "./checksum.ts"
import type { Discovered } from "./discover.ts"

/** What was read of files. */
export interface Readings {
  /** By the paths of the folders. */
  readonly discovered: Map<string, Discovered>
  /** By the path of the file. */
  readonly checksums: Map<string, Checksum>
  /** By the path of the file and the direction. */
  readonly migrations: Map<string, Migration>
}

export const noReadings = (): Readings => ({ discovered: new Map(), checksums: new Map(), migrations: new Map() })

/** What a command that works on many tenants has read for the first of them; `undefined`: nothing is kept. */
export const ReadOnce = Service.Reference<Readings | undefined>("sterna/history/ReadOnce", {
  defaultValue: () => undefined,
})

/** Reads, or answers with what was read before under the same key. */
export const once = <Value, Error, Needs>(
  kind: (readings: Readings) => Map<string, Value>,
  key: string,
  read: Effect.Effect<Value, Error, Needs>,
): Effect.Effect<Value, Error, Needs> =>
  Effect.flatMap(ReadOnce, (readings) => {
    if (readings === undefined) return read
    const values = kind(readings)
    const value = values.get(key)
    return value === undefined
      ? Effect.tap(read, (made) => Effect.sync(() => values.set(key, made)))
      : Effect.succeed(value)
  })
