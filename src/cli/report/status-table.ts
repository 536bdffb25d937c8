import { advisedCommand, advisedForget, type AdvisedRepo } from "../../dialect/advised-command.ts"
import type { SourceTag } from "../../dialect/repo.ts"
import type { StatusInFlight, StatusRow } from "../../run/status.ts"

/** The status of a repo as Ecto's table: `mix ecto.migrations`, columns padded to 10 and 16. */
export const statusTable = (repo: string, migrations: ReadonlyArray<StatusRow>): string =>
  [
    "",
    `Repo: ${repo}`,
    "",
    "  Status    Migration ID    Migration Name",
    "-".repeat(50),
    ...migrations.map((each) => `  ${each.state.padEnd(10)}${String(each.version).padEnd(16)}${nameOf(each)}`),
    "",
  ].join("\n")

const nameOf = ({ changed, inFlight, name = "", path, tag }: StatusRow): string => {
  const flight = inFlight === undefined ? [] : [`** ${inFlightText(inFlight)} **`]
  if (path === undefined) return [...(name === "" ? [] : [name]), "** FILE NOT FOUND **", ...flight].join("  ")
  const notes = [...(tag === "data" ? ["(data)"] : []), ...(changed ? ["** FILE CHANGED **"] : []), ...flight]
  return [name, ...notes].join("  ")
}

/** `HALF MIGRATED, 2 STEPS DONE`. */
const inFlightText = ({ direction, done, unresolved }: StatusInFlight): string =>
  `HALF ${direction === "up" ? "MIGRATED" : "ROLLED BACK"}, ${done} ${done === 1 ? "STEP" : "STEPS"} DONE`
  + (unresolved ? ", RESOLVE IT" : "")

/** What to do about applied versions without a file, for the standard error; `undefined` where each has its file. */
export const missingText = (repo: AdvisedRepo, migrations: ReadonlyArray<StatusRow>): string | undefined => {
  const missing = migrations.filter(({ path, state }) => state === "up" && path === undefined)
  const hint = advisedForget(repo, missing.map(({ version }) => version))
  return missing.length === 0
    ? undefined
    : `If a newer release has applied them, or they come back, all is well; if not: ${hint}`
}

/** What is pending on a repo, for the standard error. */
export const pendingText = (repo: string, pending: ReadonlyArray<StatusRow>): string =>
  [
    `${repo}: ${pending.length} pending`,
    ...pending.map(({ name = "", version }) => `  ${version}  ${name}`),
  ].join("\n")

/** What to do where a repo has no migration at all, for the standard error. */
export const noneText = (repo: AdvisedRepo, tag: SourceTag): string =>
  `No${tag === "data" ? " data" : ""} migrations yet: ${advisedCommand("gen", repo)}${
    tag === "data" ? " --data" : ""
  } NAME`
