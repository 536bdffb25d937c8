import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { existsSync, realpathSync } from "node:fs"
import { dumpPathOf, isStandardStream } from "../config/dump-path.ts"
import { dumpStructure, dumpText, refuseHalfDone } from "../run/structure.ts"
import { dialectsOf } from "./dialects.ts"
import { onEachDatabase, onEachRepo } from "./each-repo.ts"
import { exitCodes } from "./exit-code.ts"
import { outputFlags, toggle } from "./output-flags.ts"
import { plainOptions } from "./plain-options.ts"
import { projectOf } from "./project.ts"
import { refuseMigrationRepo } from "./refuse-migration-repo.ts"
import { structureFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { UsageError } from "./usage-error.ts"

const flags = {
  ...structureFlags,
  ...outputFlags,
  force: toggle("force", "Replace the file also where it is no structure file"),
}

/** `sterna dump`: writes the schema and its versions to the structure file, and prints its path. */
export const dumpCommand = Command.make("dump", flags, (given) =>
  Effect.gen(function*() {
    const { inputs, repos } = yield* projectOf(given)
    yield* refuseMigrationRepo("dump", repos)
    const { force, json } = given
    const toOutput = isStandardStream(given.dumpPath)
    if (toOutput && json) {
      const problem =
        "The standard output takes the structure or JSON: leave out --json, or name a file with --dump-path."
      return yield* new UsageError({ problem })
    }
    const pathOf = (repo: string) => dumpPathOf(repo, inputs, Option.getOrUndefined(given.dumpPath))
    const paths = yield* Effect.fromResult(Result.all(repos.map(({ name }) => pathOf(name))))
    const files = paths.map(fileOf)
    const shared = paths.find((_, index) => files.indexOf(files[index] ?? "") < index)
    if (shared !== undefined) {
      const place = toOutput ? "the standard output" : shared
      const problem = `Several repos would be dumped to ${place}. Name one repo with --repo, or give each a dumpPath.`
      return yield* new UsageError({ problem })
    }
    const options = plainOptions(given, { readOnly: true, repos })
    const work = onEachDatabase(repos, options, ({ name: repo, versionsTable }, target) =>
      Effect.gen(function*() {
        if (toOutput) {
          yield* Console.log((yield* dumpText(target, versionsTable)).replace(/\n$/, ""))
          return exitCodes.done
        }
        const path = yield* Effect.fromResult(pathOf(repo))
        yield* dumpStructure(target, versionsTable, { path, force })
        yield* Console.log(json ? jsonLine("StructureDumped", { repo, path }) : path)
        return exitCodes.done
      }))
    const check = onEachRepo(repos, options, () => Effect.as(refuseHalfDone, exitCodes.done))
    yield* Effect.provide(Effect.andThen(check, work), dialectsOf(inputs))
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Writes the schema, and which migrations it has, to a structure file"),
    Command.withExamples([
      { command: "sterna dump", description: "Write structure.sql beside the config" },
      { command: "sterna dump -d -", description: "Print it" },
    ]),
  )

/** Where a path leads: two links may lead to one file. */
const fileOf = (path: string): string => existsSync(path) ? realpathSync(path) : path
