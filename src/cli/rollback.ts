import * as Command from "effect/cli/Command"
import * as Redacted from "effect/Redacted"
import { redactSetting } from "../config/redact-url.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { toggle } from "./output-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { runFlags, runMigrations } from "./run-migrations.ts"
import { targetFlags, targetOf } from "./target-flags.ts"

export const ignoreMissingFlag = {
  ignoreMissing: toggle("ignore-missing", "Pass over applied migrations whose file is gone"),
}

const flags = {
  ...targetFlags({
    all: "All that is applied",
    to: "What is applied down to this version, itself included",
    toExclusive: "What is applied down to this version, itself left out",
    step: "The last COUNT that are applied (default 1)",
  }),
  ...runFlags,
  ...ignoreMissingFlag,
  yes: toggle("yes", "With --all: do not ask"),
}

const takingAllBack = {
  deed: { command: "sterna rollback --all", consequence: "takes every migration back, and all data with it" },
  text: (repos: ReadonlyArray<RepoSettings>) =>
    `Roll every migration of ${
      repos.map(({ name, url }) => `repo ${name} (${redactSetting(Redacted.value(url))})`).join(", ")
    } back, and lose all data?`,
  otherwise: "Nothing was rolled back.",
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
    acceptChanged: given.acceptChanged,
  }, { question: given.all && !given.dryRun && !given.yes ? takingAllBack : undefined }).pipe(
    reportingErrors(given.json),
  )).pipe(
    Command.withDescription("Rolls applied migrations back, the newest first; one unless told otherwise"),
    Command.withExamples([
      { command: "sterna rollback", description: "Roll the last migration back" },
      { command: "sterna rollback --to 20261121101500", description: "Roll back to before this version" },
    ]),
  )
