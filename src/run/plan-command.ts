import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import type { MigrateRequest } from "./prepare-run.ts"

/** The command that shows, with its SQL, what a run would do: `sterna plan -r main --rollback --step 2 --sql`. */
export const planCommand = (
  repo: AdvisedRepo,
  { acceptChanged, direction, ignoreMissing, tag, target }: MigrateRequest,
): string =>
  [
    advisedCommand("plan", repo),
    ...direction === "down" ? ["--rollback"] : [],
    ...targetFlag({ direction, target }),
    ...tag === "data" ? ["--data"] : [],
    ...ignoreMissing ? ["--ignore-missing"] : [],
    ...acceptChanged ? ["--accept-changed"] : [],
    "--sql",
  ].join(" ")

/** Nothing where it is what `plan` shows anyway. */
const targetFlag = ({ direction, target }: Pick<MigrateRequest, "direction" | "target">): ReadonlyArray<string> => {
  switch (target._tag) {
    case "All":
      return direction === "up" ? [] : ["--all"]
    case "To":
      return [`--to ${target.version}`]
    case "ToExclusive":
      return [`--to-exclusive ${target.version}`]
    case "Step":
      return direction === "down" && target.count === 1 ? [] : [`--step ${target.count}`]
    case "Only":
      return []
  }
}
