import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import { finishedSteps, type InFlight } from "../history/in-flight.ts"
import type { Doubt } from "./doubt.ts"
import { Unresolved } from "./run-error.ts"

/** A migration that stopped at a step because of a doubt. */
export const doubtful = (
  repo: AdvisedRepo,
  { direction, name, version }: Pick<InFlight, "version" | "name" | "direction">,
  doubt: Doubt,
  done: number,
): Unresolved => {
  const resolve = advisedCommand(`resolve ${version}`, repo)
  const answer = `${resolve} --step ${doubt.step}`
  return new Unresolved({
    repo: repo.name,
    version,
    name,
    direction,
    doubt: { step: doubt.step, statement: doubt.statement, answerable: doubt.answerable },
    done,
    problem: doubt.problem,
    next: doubt.unsent === true
      ? [
        `Do by hand what it should do, where that is not done, and say so: ${answer} --applied. Or undo by hand what is done of it, and say so: `
        + `${resolve} --undone.`,
        `Then go on: ${advisedRun(repo, direction)}.`,
        "A value that is kept in a table is there in every session.",
      ]
      : doubt.answerable
      ? [
        `Look at the database, and say what you found: ${answer} --applied, or ${answer} --not-applied.`,
        `Then go on: ${advisedRun(repo, direction)}.`,
      ]
      : [
        "Bring the migration back as it was, or undo by hand what is done of it and say so: "
        + `${resolve} --undone.`,
      ],
  })
}

/** A migration that was begun in the other direction than the run has. */
export const otherWay = (repo: AdvisedRepo, flight: InFlight): Unresolved =>
  unfinished(repo, flight, "It has to be finished first.", "Finish it")

/** A migration that is half done, and of which no folder has the file. */
export const withoutFile = (repo: AdvisedRepo, flight: InFlight): Unresolved =>
  unfinished(repo, flight, "Its file is not here.", "Bring the file back, and go on")

/** @param way what to do, as the beginning of a sentence that goes on with a command */
const unfinished = (repo: AdvisedRepo, flight: InFlight, problem: string, way: string): Unresolved => {
  const { direction, name, version } = flight
  return new Unresolved({
    repo: repo.name,
    version,
    name,
    direction,
    doubt: undefined,
    done: finishedSteps(flight),
    problem,
    next: [
      `${way}: ${advisedRun(repo, direction)} --to ${version}.`,
      `Or undo by hand what is done of it, and say so: ${advisedCommand(`resolve ${version}`, repo)} --undone.`,
    ],
  })
}

/** The first migration in flight without a file. Pure. */
export const strayOf = (
  inFlight: ReadonlyArray<InFlight>,
  sources: ReadonlyArray<{ readonly version: bigint }>,
): InFlight | undefined => inFlight.find(({ version }) => sources.every((source) => source.version !== version))

/** The command of a run in a direction. */
const advisedRun = (repo: AdvisedRepo, direction: InFlight["direction"]): string =>
  advisedCommand(direction === "up" ? "migrate" : "rollback", repo)
