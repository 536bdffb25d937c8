import * as Command from "effect/cli/Command"
import { toggle } from "./output-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { runFlags, runMigrations } from "./run-migrations.ts"
import { targetOf } from "./target-flags.ts"

const flags = {
  ...runFlags,
  ignoreMissing: toggle("ignore-missing", "Pass over applied migrations whose file is gone"),
}

/** `sterna rollback` */
export const rollbackCommand = Command.make("rollback", flags, (given) =>
  runMigrations(given, {
    direction: "down",
    target: targetOf(given, { _tag: "Step", count: 1 }),
    tag: given.data ? "data" : "schema",
    strictVersionOrder: false,
    strictHistory: false,
    ignoreMissing: given.ignoreMissing,
    acceptChanged: false,
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Rolls applied migrations back, the newest first; one unless told otherwise"),
    Command.withExamples([
      { command: "sterna rollback", description: "Roll the last migration back" },
      { command: "sterna rollback --to 20261121101500", description: "Roll back to before this version" },
    ]),
  )
