import * as Effect from "effect/Effect"
import { sameContent, written } from "../history/checksum.ts"
import { HistoryMismatch } from "../history/history-mismatch.ts"
import { finishedSteps, type InFlight } from "../history/in-flight.ts"
import { textOfStep } from "./journalled-step.ts"
import type { PreparedMigration } from "./prepare.ts"

/**
 * Refuses to go on with a migration whose file was changed since its first steps ran, with the first of those steps that is
 * another one now, where that can be told before it runs.
 */
export const refuseChangedInFlight = (
  repo: string,
  prepared: ReadonlyArray<PreparedMigration>,
  inFlight: ReadonlyArray<InFlight>,
): Effect.Effect<void, HistoryMismatch> => {
  const changed = prepared.flatMap((each) => {
    const flight = inFlight.find(({ version }) => version === each.source.version)
    return flight === undefined || sameContent(flight.checksum ?? null, each.checksum) ? [] : [{ flight, ...each }]
  })
  if (changed.length === 0) return Effect.void
  return Effect.fail(
    new HistoryMismatch({
      repo,
      reason: "changed in flight",
      versions: changed.map(({ source }) => source.version),
      problem: changed.map(sentenceFor).join(" ") + ` ${hint}`,
      changed: changed.map(({ checksum, flight, source: { path } }) => ({
        path,
        recorded: flight.checksum ?? "",
        current: written(checksum),
      })),
    }),
  )
}

const hint = "Bring the file back as it was; or, where what has run still stands there as it ran, go on with "
  + "--accept-changed."

const sentenceFor = ({ flight, ...prepared }: PreparedMigration & { readonly flight: InFlight }): string => {
  const done = finishedSteps(flight)
  return `${prepared.source.path} was changed after ${done} of its steps had run. ${differenceOf(prepared, flight)}`
}

/** What the steps were that have run, beside what they are now. A function says its steps only when it is called. */
const differenceOf = (prepared: PreparedMigration, { steps }: InFlight): string => {
  const [body, ...others] = prepared.bodies
  if (body?._tag !== "Units" || others.length > 0) return "What its function does now shows when it runs."
  const call = body.units.findIndex(({ _tag }) => _tag === "Call")
  const units = call < 0 ? body.units : body.units.slice(0, call)
  const statements = units.flatMap((unit) => unit._tag === "Steps" ? unit.steps : []).map(textOfStep)
  const different = [...steps.values()].find(({ state, statement, step }) => {
    if (state === "failed" || (call >= 0 && step > statements.length)) return false
    const now = statements[step - 1]
    return now === undefined || (statement.endsWith("…") ? !now.startsWith(statement.slice(0, -1)) : now !== statement)
  })
  return different === undefined
    ? "What has run is as it was; what follows was changed."
    : `Step ${different.step} ran as "${different.statement}", and is now "${
      statements[different.step - 1] ?? "none"
    }".`
}
