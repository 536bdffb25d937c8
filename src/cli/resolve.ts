import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import type { InFlight } from "../history/in-flight.ts"
import { acceptChecksum } from "../run/accept-checksum.ts"
import { type Resolution, resolve } from "../run/resolve.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { projectOf } from "./project.ts"
import { orphanFlag, repoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { readerFor } from "./report/reader.ts"
import { versionArgument } from "./target-flags.ts"
import { UsageError } from "./usage-error.ts"

const flags = {
  version: versionArgument("The migration that is half done, or whose file was changed"),
  step: Flag.String("step").pipe(
    Flag.withMetavar("NUMBER"),
    Flag.withDescription("The step that is in doubt"),
    Flag.filterMap(
      (text) => /^[1-9]\d{0,8}$/.test(text) ? Option.some(Number(text)) : Option.none(),
      () => "Expected the number of a step, 1 or more",
    ),
    Flag.optional,
  ),
  applied: toggle("applied", "The step was done: go on behind it"),
  notApplied: toggle("not-applied", "The step was not done: go on with it"),
  acceptChecksum: toggle("accept-checksum", "Its file was changed after it was applied, and is right as it is now"),
  undone: toggle("undone", "All of it was undone by hand: forget what was done of it"),
  ...repoFlags,
  ...orphanFlag,
  ...outputFlags,
}

type ResolveFlags = Command.Command.Config.Infer<typeof flags>

/** `sterna resolve`: writes down what only a person can know. */
export const resolveCommand = Command.make("resolve", flags, (given) =>
  Effect.gen(function*() {
    const { acceptChecksum: accepts } = given
    const resolution = accepts ? undefined : yield* resolutionOf(given)
    if (accepts && (given.applied || given.notApplied || given.undone || Option.isSome(given.step))) {
      const problem = "--accept-checksum is said of a migration that is applied: leave the other flags out."
      return yield* new UsageError({ problem })
    }
    const { inputs, repos } = yield* projectOf(given)
    if (repos.length > 1) {
      const problem = `There are several repos, ${repos.map(({ name }) => name).join(", ")}: say with --repo which.`
      return yield* new UsageError({ problem })
    }
    const { json, quiet, version } = given
    const reader = readerFor({ json, quiet, statements: false, migratorStatements: false, repos: false })
    yield* onEachRepo(repos, { json, readOnly: false, reader }, (settings) =>
      Effect.gen(function*() {
        const { name: repo } = settings
        if (resolution === undefined) {
          const { current, name, recorded } = yield* acceptChecksum(version)
          yield* Console.log(
            json
              ? jsonLine("ChecksumAccepted", { repo, version, name, recorded, current })
              : `${version} ${name}: the file is recorded as it is now`,
          )
          return exitCodes.done
        }
        const { flight, step } = yield* resolve(version, resolution)
        yield* Console.log(
          json
            ? jsonLine("Resolved", { repo, version, name: flight.name, resolution })
            : resolvedText(resolution, settings, flight, step?.statement),
        )
        return exitCodes.done
      })).pipe(Effect.provide(dialectsOf(inputs)))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Says what was done of a migration that a run left half done, or that its changed file is right, where only a "
        + "person can know",
    ),
    Command.withExamples([
      { command: "sterna resolve 20261121101500 --step 3 --applied", description: "Its third step was done" },
      { command: "sterna resolve 20261121101500 --undone", description: "What was done of it was undone by hand" },
      { command: "sterna resolve 20261121101500 --accept-checksum", description: "Record its file as it is now" },
    ]),
  )

const resolutionOf = (
  { applied, notApplied, step, undone }: ResolveFlags,
): Effect.Effect<Resolution, UsageError> => {
  const said = [applied, notApplied, undone].filter((flag) => flag).length
  if (said !== 1) {
    return Effect.fail(
      new UsageError({ problem: "Say one of --applied, --not-applied, --undone and --accept-checksum." }),
    )
  }
  if (undone) {
    return Option.isSome(step)
      ? Effect.fail(new UsageError({ problem: "--undone is said of all steps: leave --step out." }))
      : Effect.succeed({ _tag: "Undone" })
  }
  return Option.match(step, {
    onNone: () =>
      Effect.fail(new UsageError({ problem: "Say with --step which step is meant: sterna migrate names it." })),
    onSome: (number) => Effect.succeed({ _tag: "Step", step: number, applied }),
  })
}

const resolvedText = (
  resolution: Resolution,
  repo: AdvisedRepo,
  { direction, name, version }: Pick<InFlight, "direction" | "name" | "version">,
  statement: string | undefined,
): string => {
  const next = advisedCommand(direction === "up" ? "migrate" : "rollback", repo)
  if (resolution._tag === "Undone") return `${version} ${name}: the record of its steps is deleted`
  const { applied, step } = resolution
  const said = `${version} ${name}: step ${step} was ${applied ? "" : "not "}done: ${statement ?? ""}`
  return `${said}\nGo on with: ${next}`
}
