import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/** The milliseconds of each unit, by each of its spellings. */
const units: ReadonlyMap<string, number> = new Map([
  ...["ms", "milli", "millis"].map((unit) => [unit, 1] as const),
  ...["s", "second", "seconds"].map((unit) => [unit, 1000] as const),
  ...["m", "min", "minute", "minutes"].map((unit) => [unit, 60_000] as const),
  ...["h", "hour", "hours"].map((unit) => [unit, 3_600_000] as const),
])

/**
 * Reads `"30 seconds"`, `"30s"`, `"500 ms"`, and `"0"`; `none` for anything else. A bare number is none: who writes 60 may
 * mean seconds.
 */
export const parseDuration = (text: string): Option.Option<Duration.Duration> => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? []
  const factor = unit === "" && Number(amount) === 0 ? 0 : units.get(unit ?? "")
  return amount === undefined || factor === undefined
    ? Option.none()
    : Option.some(Duration.millis(Number(amount) * factor))
}

/** How to write one, for messages. */
export const durationExpected = "a time with its unit, like 30s or 500ms"

/** How to write what a text that is none may have meant. */
export const durationHint = (text: string): string =>
  /^\d+$/.test(text.trim()) ? `a time with its unit: ${text.trim()}s or ${text.trim()}ms` : durationExpected

/** What a migration or a config says: milliseconds, or a text that is known to be a duration. */
export const durationOf = (value: string | number): Duration.Duration =>
  typeof value === "number" ? Duration.millis(value) : Option.getOrThrow(parseDuration(value))
