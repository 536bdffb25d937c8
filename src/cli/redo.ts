import * as Command from "effect/cli/Command"
import * as Option from "effect/Option"
import { dryRedo } from "../run/dry-run.ts"
import { redo } from "../run/redo.ts"
import { reportingErrors } from "./report-error.ts"
import { ignoreMissingFlag } from "./rollback.ts"
import { runFlags, runMigrations } from "./run-migrations.ts"
import { stepFlag, targetOf } from "./target-flags.ts"

const flags = { step: stepFlag("The last COUNT that are applied (default 1)"), ...runFlags, ...ignoreMissingFlag }

const noBound = { all: false, to: Option.none(), toExclusive: Option.none() }

/** `sterna redo` */
export const redoCommand = Command.make(
  "redo",
  flags,
  (given) =>
    runMigrations({ ...given, ...noBound }, {
      direction: "down",
      target: targetOf({ ...given, ...noBound }, { _tag: "Step", count: 1 }),
      tag: given.data ? "data" : "schema",
      strictVersionOrder: false,
      strictHistory: false,
      ignoreMissing: given.ignoreMissing,
      acceptChanged: given.acceptChanged,
    }, { run: given.dryRun ? dryRedo : redo }).pipe(reportingErrors(given.json)),
).pipe(
  Command.withDescription("Rolls the last migrations back and runs them again; one unless told otherwise"),
  Command.withExamples([
    { command: "sterna redo", description: "The last migration again, while it is being written" },
    { command: "sterna redo --step 3", description: "The last three" },
    { command: "sterna redo --dry-run", description: "Try both ways in one transaction, and roll that back" },
  ]),
)
