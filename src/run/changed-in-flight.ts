import * as Effect from "effect/Effect"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
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
  repo: AdvisedRepo,
  prepared: ReadonlyArray<PreparedMigration>,
  inFlight: ReadonlyArray<InFlight>,
): Effect.Effect<void, HistoryMismatch> => {
  const changed = prepared.flatMap((each) => {
    const flight = inFlight.find(({ version }) => version === each.source.version)
    if (flight === undefined || sameContent(flight.checksum ?? null, each.checksum)) return []
    // What the server has refused was not done, and may be another thing now.
    const hasRun = [...flight.steps.values()].some(({ state }) => state !== "failed")
    return hasRun ? [{ flight, difference: differenceOf(each, flight), ...each }] : []
  })
  if (changed.length === 0) return Effect.void
  return Effect.fail(
    new HistoryMismatch({
      repo: repo.name,
      reason: "changed in flight",
      versions: changed.map(({ source }) => source.version),
      problem: changed.map(sentenceFor).join(" "),
      next: [
        ...changed.map(({ difference }) => difference.sentence),
        ...waysOn(repo, changed),
        "Nothing was run.",
      ],
      changed: changed.map(({ checksum, flight, source: { path } }) => ({
        path,
        recorded: flight.checksum ?? "",
        current: written(checksum),
      })),
    }),
  )
}

interface ChangedInFlight extends PreparedMigration {
  readonly flight: InFlight
  readonly difference: Difference
}

const sentenceFor = ({ flight, source: { name, version } }: ChangedInFlight): string => {
  const done = finishedSteps(flight)
  return `${version} ${name} was changed after ${done} of its steps had run.`
}

/** What is most likely meant comes first: who corrects the step that failed leaves those before it as they are. */
const waysOn = (repo: AdvisedRepo, changed: ReadonlyArray<ChangedInFlight>): ReadonlyArray<string> => {
  const command = changed.some(({ direction }) => direction === "down") ? "rollback" : "migrate"
  const goOn = `${advisedCommand(command, repo)} --accept-changed`
  return changed.some(({ difference }) => difference.ran)
    ? [
      "Bring back, in the file, what has run; what follows may be another thing.",
      `Then go on with the file as it is: ${goOn}.`,
    ]
    : [`Go on with the file as it is now: ${goOn}. What has run is not run again.`, "Or bring the file back as it was."]
}

interface Difference {
  readonly sentence: string
  /** Whether it is known that a step which has run is another one now. */
  readonly ran: boolean
}

/** What the steps were that have run, beside what they are now. A function says its steps only when it is called. */
const differenceOf = (prepared: PreparedMigration, { steps }: InFlight): Difference => {
  const [body, ...others] = prepared.bodies
  if (body?._tag !== "Units" || others.length > 0) {
    return { sentence: "What its function does now shows when it runs.", ran: false }
  }
  const call = body.units.findIndex(({ _tag }) => _tag === "Call")
  const units = call < 0 ? body.units : body.units.slice(0, call)
  const statements = units.flatMap((unit) => unit._tag === "Steps" ? unit.steps : []).map(textOfStep)
  const different = [...steps.values()].find(({ state, statement, step }) => {
    if (state === "failed" || (call >= 0 && step > statements.length)) return false
    const now = statements[step - 1]
    return now === undefined || (statement.endsWith("…") ? !now.startsWith(statement.slice(0, -1)) : now !== statement)
  })
  return different === undefined
    ? { sentence: "What has run is as it was; what follows was changed.", ran: false }
    : {
      sentence: `Step ${different.step} ran as "${different.statement}", and is now "${
        statements[different.step - 1] ?? "none"
      }".`,
      ran: true,
    }
}
