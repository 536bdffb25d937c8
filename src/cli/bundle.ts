import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { resolve } from "node:path"
import { redactUrl } from "../config/redact-url.ts"
import { collect } from "./bundle/collect.ts"
import { compileBundle } from "./bundle/compile.ts"
import { bundleTargets } from "./bundle/targets.ts"
import { refuseInBundle } from "./carried.ts"
import { outputFlags } from "./output-flags.ts"
import { inputsOf } from "./project.ts"
import { fileFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { warn } from "./warn.ts"

const flags = {
  ...fileFlags,
  out: Flag.String("out").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("The executable to write; one of the name `migrate` runs that command where none is named"),
  ),
  target: Flag.Literals("target", bundleTargets).pipe(
    Flag.withMetavar("TARGET"),
    Flag.withDescription("The machine that it is for, instead of this one"),
    Flag.optional,
  ),
  include: Flag.String("include").pipe(
    Flag.withMetavar("PATH"),
    Flag.withDescription(
      "A file, or a folder of files, that a function reads with executeFile; may be given several times",
    ),
    Flag.atLeast(0),
  ),
  ...outputFlags,
}

/** `sterna bundle`: bakes the project into an executable of its own. Connects to no database. */
export const bundleCommand = Command.make("bundle", flags, (given) =>
  Effect.gen(function*() {
    yield* refuseInBundle("make another one")
    const inputs = yield* inputsOf(given)
    const include = given.include.map((path) => resolve(inputs.directory, path))
    const collected = yield* collect(inputs, include)
    const out = resolve(inputs.directory, given.out)
    for (const [repo, { url }] of Object.entries(inputs.source.config.repos)) {
      if (typeof url === "string" && redactUrl(url) !== url) {
        yield* warn(
          `The password in the url of repo ${repo} will be in the bundle, for all to read: write env("DATABASE_URL").`,
        )
      }
    }
    yield* compileBundle(collected, { out, target: Option.getOrUndefined(given.target) })
    const { files, migrations } = collected
    yield* Console.log(
      given.json
        ? jsonLine("Bundled", { out, migrations, files: files.size })
        : `${out}: ${migrations} ${migrations === 1 ? "migration" : "migrations"}, and all that they need`,
    )
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription(
      "Bakes the config, the migrations and the plugins into one executable, which needs no file beside it",
    ),
    Command.withExamples([
      { command: "sterna bundle --out ./migrate", description: "Then: ./migrate status, ./migrate --to VERSION" },
      { command: "sterna bundle --out ./migrate --target linux-arm64", description: "For another machine" },
    ]),
  )
