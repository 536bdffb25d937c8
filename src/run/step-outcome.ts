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

/** All of it or nothing of it: a statement is never done in part. */
const conclude = (findings: ReadonlyArray<Finding>): "done" | "not done" | "unclear" => {
  if (findings.length === 0) return "unclear"
  if (findings.every(({ _tag }) => _tag === "Holds")) return "done"
  return findings.every(({ _tag }) => _tag === "Fails" || _tag === "Broken") ? "not done" : "unclear"
}
