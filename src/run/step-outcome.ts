import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { Nature } from "../dialect/nature.ts"
import type { Finding } from "../dialect/probe.ts"
import type { DatabaseError } from "../migration/database-error.ts"

/**
 * Whether a statement was done of which only the intent is known, and whose session is gone. What a statement has left
 * half done is cleared away, and then it was not done.
 */
export const outcomeOf = Effect.fnUntraced(function*(
  nature: Nature,
  dialect: Dialect,
  connection: Connection,
): Effect.fn.Return<"done" | "not done" | "unclear", DatabaseError> {
  switch (nature._tag) {
    case "Transactional":
    case "Read":
    case "Session":
    case "Temporary":
    case "Repeatable":
      return "not done"
    case "Unknown":
      return "unclear"
    case "Probed":
      return conclude(yield* clearAway(nature, dialect, connection))
  }
})

/** Looks for what a statement has left half done, and clears it away; answers with what it found. */
export const clearAway = Effect.fnUntraced(function*(
  nature: Nature,
  { probe }: Dialect,
  connection: Connection,
): Effect.fn.Return<ReadonlyArray<Finding>, DatabaseError> {
  if (nature._tag !== "Probed" || probe === undefined) return []
  const findings = yield* Effect.forEach(nature.probes, (each) => probe(connection, each))
  for (const finding of findings) {
    if (finding._tag === "Broken") yield* connection.query(finding.repair)
  }
  return findings
})

/** A thing that a statement has begun and not finished, and the statement that clears it away. */
export interface LeftBehind {
  /** `index public.posts_title_index` */
  readonly thing: string
  readonly repair: string
}

/** What a statement that has failed left half done: an index that is not valid. Nothing, where that cannot be found out. */
export const leftBehind = (
  nature: Nature,
  { probe }: Dialect,
  connection: Connection,
): Effect.Effect<ReadonlyArray<LeftBehind>> => {
  if (nature._tag !== "Probed" || probe === undefined) return Effect.succeed([])
  const indexes = nature.probes.filter((each) => each._tag === "Index").filter(({ present }) => present)
  return Effect.forEach(indexes, (each) =>
    Effect.map(probe(connection, each), (finding) => {
      const { index: { name, prefix } } = each
      return finding._tag === "Broken"
        ? [{ thing: `index ${prefix === undefined ? name : `${prefix}.${name}`}`, repair: finding.repair }]
        : []
    })).pipe(Effect.map((found) => found.flat()), Effect.orElseSucceed(() => []))
}

/** All of it or nothing of it: a statement is never done in part. */
const conclude = (findings: ReadonlyArray<Finding>): "done" | "not done" | "unclear" => {
  if (findings.length === 0) return "unclear"
  if (findings.every(({ _tag }) => _tag === "Holds")) return "done"
  return findings.every(({ _tag }) => _tag === "Fails" || _tag === "Broken") ? "not done" : "unclear"
}
