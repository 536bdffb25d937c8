import { finishedSteps, type InFlight } from "../history/in-flight.ts"
import { repoFlag } from "../history/repo-flag.ts"
import type { Doubt } from "./doubt.ts"
import { Unresolved } from "./run-error.ts"

/** A migration that stopped at a step because of a doubt. */
export const doubtful = (
  repo: string,
  { direction, name, version }: Pick<InFlight, "version" | "name" | "direction">,
  doubt: Doubt,
  done: number,
): Unresolved => {
  const flag = repoFlag(repo)
  const resolve = `sterna resolve ${version}${flag} --step ${doubt.step}`
  return new Unresolved({
    repo,
    version,
    name,
    direction,
    doubt: { step: doubt.step, statement: doubt.statement, answerable: doubt.answerable },
    done,
    problem: doubt.problem,
    next: doubt.unsent === true
      ? [
        `Do by hand what it should do, where that is not done, and say so: ${resolve} --applied. Or undo by hand what is done of it, and say so: `
        + `sterna resolve ${version}${flag} --undone.`,
        runAgain(repo, direction),
        "A value that is kept in a table is there in every session.",
      ]
      : doubt.answerable
      ? [
        `Look at the database, and say what you found: ${resolve} --applied, or ${resolve} --not-applied.`,
        runAgain(repo, direction),
      ]
      : [
        "Bring the migration back as it was, or undo by hand what is done of it and say so: "
        + `sterna resolve ${version}${flag} --undone.`,
      ],
  })
}

/** A migration that was begun in the other direction than the run has. */
export const otherWay = (repo: string, flight: InFlight): Unresolved => {
  const { direction, name, version } = flight
  const flag = repoFlag(repo)
  return new Unresolved({
    repo,
    version,
    name,
    direction,
    doubt: undefined,
    done: finishedSteps(flight),
    problem: "It has to be finished first.",
    next: [
      direction === "up"
        ? `Finish it: sterna migrate${flag} --to ${version}.`
        : `Finish it: sterna rollback${flag} --to ${version}.`,
      `Or undo by hand what is done of it, and say so: sterna resolve ${version}${flag} --undone.`,
    ],
  })
}

/** A migration that is half done, and of which no folder has the file. */
export const withoutFile = (repo: string, flight: InFlight): Unresolved => {
  const { direction, name, version } = flight
  const flag = repoFlag(repo)
  return new Unresolved({
    repo,
    version,
    name,
    direction,
    doubt: undefined,
    done: finishedSteps(flight),
    problem: "Its file is not here.",
    next: [
      `Bring the file back, and go on: sterna ${direction === "up" ? "migrate" : "rollback"}${flag} --to ${version}.`,
      `Or undo by hand what is done of it, and say so: sterna resolve ${version}${flag} --undone.`,
    ],
  })
}

/** The first migration in flight without a file. Pure. */
export const strayOf = (
  inFlight: ReadonlyArray<InFlight>,
  sources: ReadonlyArray<{ readonly version: bigint }>,
): InFlight | undefined => inFlight.find(({ version }) => sources.every((source) => source.version !== version))

const runAgain = (repo: string, direction: InFlight["direction"]): string =>
  `Then go on: sterna ${direction === "up" ? "migrate" : "rollback"}${repoFlag(repo)}.`
