import * as Command from "effect/cli/Command"
import { toggle } from "./output-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { runFlags, runMigrations } from "./run-migrations.ts"
import { targetFlags, targetOf } from "./target-flags.ts"

/** The flags on what of a history is refused beside what always is. */
export const strictFlags = {
  strictVersionOrder: toggle("strict-version-order", "Refuse a pending migration older than an applied one"),
  strictHistory: toggle("strict-history", "Refuse to run when an applied migration has no file"),
}

const flags = {
  ...targetFlags({
    all: "All that is pending (the default)",
    to: "What is pending up to this version, itself included",
    toExclusive: "What is pending up to this version, itself left out",
    step: "The first COUNT that are pending",
  }),
  ...runFlags,
  ...strictFlags,
}

/** `sterna migrate` */
export const migrateCommand = Command.make("migrate", flags, (given) =>
  runMigrations(given, {
    direction: "up",
    target: targetOf(given, { _tag: "All" }),
    tag: given.data ? "data" : "schema",
    strictVersionOrder: given.strictVersionOrder,
    strictHistory: given.strictHistory,
    ignoreMissing: false,
    acceptChanged: given.acceptChanged,
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Runs the pending migrations, of every repo unless told otherwise"),
    Command.withExamples([
      { command: "sterna migrate", description: "Run all that is pending" },
      { command: "sterna migrate --to 20261121101500", description: "Run what is pending up to a version" },
      { command: "sterna migrate --url sqlite:dev.db", description: "Without a config, from the folder migrations" },
      { command: "sterna migrate --dry-run", description: "Try it in one transaction, and roll that back" },
    ]),
  )
