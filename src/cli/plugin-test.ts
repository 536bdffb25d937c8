import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { redactText } from "../config/redact-url.ts"
import { claimedTwice } from "../dialect/claimed-twice.ts"
import { monotonicMillis } from "../run/monotonic-time.ts"
import { BuiltinDialects } from "./builtin-dialects.ts"
import { standardOutput } from "./console.ts"
import { exitCodes } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { conformanceOptionsOf, pluginTestFlags } from "./plugin-test-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { jsonLine } from "./report/event-json.ts"
import { styleOf } from "./report/reader.ts"
import { UsageError } from "./usage-error.ts"

/** `sterna plugin test`: runs the conformance suite, which is loaded for this command alone. */
export const pluginTestCommand = Command.make("test", pluginTestFlags, (given) =>
  Effect.gen(function*() {
    const options = yield* conformanceOptionsOf(given)
    const dialect = yield* dialectOf(given.plugin)
    const { conformanceCases } = yield* Effect.promise(() => import("../conformance/conformance-cases.ts"))
    const only = Option.getOrElse(given.only, () => "")
    const all = conformanceCases(dialect, options)
    const cases = all.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()))
    if (cases.length === 0) {
      const beginnings = new Set(all.map(({ name }) => name.replace(/:.*$/s, "")))
      const problem = `--only: "${only}" stands in the name of no promise of this dialect. Their names begin with: `
        + `${[...beginnings].join(", ")}.`
      return yield* new UsageError({ problem })
    }
    const style = styleOf(standardOutput)
    let kept = 0
    for (const { name: promise, proves, run } of cases) {
      const since = yield* monotonicMillis
      const result = yield* Effect.result(run)
      const durationMs = (yield* monotonicMillis) - since
      const holds = Result.isSuccess(result)
      if (holds) kept++
      const problem = holds ? undefined : redactText(result.failure.problem)
      const line = holds
        ? `${style("green", "holds")}  ${promise}`
        : `${style("red", "fails")}  ${promise}\n       ${problem}`
      yield* Console.log(
        given.json ? jsonLine("PromiseTested", { promise, proves, holds, problem, durationMs }) : line,
      )
    }
    const broken = cases.length - kept
    const counts = `${kept} of ${cases.length} promises hold${broken === 0 ? "" : `, ${broken} fail`}`
    yield* Console.log(
      given.json
        ? jsonLine("PluginTested", { dialect: dialect.name, holds: kept, fails: broken })
        : `\n${dialect.name}: ${counts}`,
    )
    if (broken > 0) return yield* new Exited({ code: exitCodes.failed })
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Tests a dialect: whether it keeps each promise of the contract, on a database of its own"),
    Command.withExamples([
      { command: "sterna plugin test ./my.ts --url my:/tmp/test.db", description: "Exit 1 if a promise is broken" },
      { command: "sterna plugin test ./my.ts --url my:t --only tryLock", description: "What is promised of the lock" },
    ]),
  )

const dialectOf = Effect.fnUntraced(function*(plugin: string) {
  const entries = yield* BuiltinDialects
  const builtin = entries.find(({ name }) => name === plugin)
  if (builtin !== undefined) return (yield* Effect.promise(builtin.load)).default
  const source = { from: plugin, directory: process.cwd(), schemes: undefined, origin: "plugin test" }
  const { loadPlugin } = yield* Effect.promise(() => import("../dialect/load-plugin.ts"))
  const { dialect } = yield* loadPlugin(source)
  const clash = claimedTwice(entries, [{ source, name: dialect.name, schemes: dialect.schemes }])
  return clash === undefined ? dialect : yield* clash
})
