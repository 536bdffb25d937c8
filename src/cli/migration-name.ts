import * as Option from "effect/Option"

/**
 * The name of a new migration as its file has it: `AddPosts` becomes `add_posts` (Ecto's gen.migration underscores it
 * too). `none` where it holds anything but letters, digits and `_`, or does not begin with a letter.
 */
export const migrationName = (text: string): Option.Option<string> => {
  const name = text.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase()
  return /^[a-z][a-z0-9_]*$/.test(name) ? Option.some(name) : Option.none()
}

/** The version of a migration that is made at a time (milliseconds since 1970): `YYYYMMDDHHMMSS` in UTC. */
export const versionAt = (time: number): bigint =>
  BigInt(new Date(time).toISOString().slice(0, 19).replaceAll(/\D/g, ""))

/** The first version from a time on that is not taken. */
export const freeVersion = (time: number, taken: ReadonlySet<bigint>): bigint => {
  let next = time
  while (taken.has(versionAt(next))) next += 1000
  return versionAt(next)
}

/** The table that a migration is about, by its name: `create_posts` says `posts`. */
export const tableOf = (name: string): string => /^create_(.+)$/.exec(name)?.[1] ?? "posts"
