import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { pluginSources } from "../config/plugins.ts"
import { redactMessage, redactText } from "../config/redact-url.ts"
import { type Claim, claimedTwice } from "../dialect/claimed-twice.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { PluginSource } from "../dialect/plugin-source.ts"
import type { DialectEntry } from "../dialect/registry.ts"
import { BuiltinDialects } from "./builtin-dialects.ts"
import { standardOutput } from "./console.ts"
import { exitCodes } from "./exit-code.ts"
import { Exited } from "./exited.ts"
import { outputFlags } from "./output-flags.ts"
import { inputsOf } from "./project.ts"
import { fileFlags, pluginFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { dialectsText, type ListedDialect } from "./report/dialects-text.ts"
import { jsonLine } from "./report/event-json.ts"
import { lineWidthOf, styleOf } from "./report/reader.ts"

const flags = { config: fileFlags.config, envFiles: fileFlags.envFiles, ...pluginFlags, json: outputFlags.json }

/** `sterna plugins`: loads every plugin, and touches no database. */
export const pluginsCommand = Command.make("plugins", flags, (given) =>
  Effect.gen(function*() {
    const entries = yield* BuiltinDialects
    const inputs = yield* inputsOf({ ...given, repos: [] })
    const builtin = yield* Effect.forEach(entries, listBuiltin)
    const loaded = yield* Effect.forEach(pluginSources(inputs), listPlugin)
    const listed = [...builtin, ...withClashes(entries, loaded)]
    yield* given.json
      ? Effect.forEach(listed, (each) => Console.log(redactText(jsonLine("Dialect", each))), { discard: true })
      : Console.log(redactText(dialectsText(listed, styleOf(standardOutput), lineWidthOf(standardOutput))))
    if (listed.some(({ problem }) => problem !== undefined)) return yield* new Exited({ code: exitCodes.refused })
  }).pipe(reportingErrors(given.json))).pipe(
    Command.withDescription("Lists the dialects there are: the built-in ones, and those of plugins, which it loads"),
    Command.withExamples([
      { command: "sterna plugins", description: "What each can do, and where it is from; exit 2 if one is broken" },
      { command: "sterna plugins --plugin ./duckdb.ts", description: "Whether a plugin can be used" },
    ]),
  )

const listBuiltin = ({ load }: DialectEntry): Effect.Effect<ListedDialect> =>
  Effect.map(Effect.promise(load), (module) => ({ origin: "built-in", ...memberFields(module.default) }))

const memberFields = ({ capabilities, contract, name, schemes }: Dialect) => ({ name, schemes, contract, capabilities })

/** A plugin with its dialect, or with what is wrong with it. */
interface ListedPlugin {
  readonly source: PluginSource
  readonly listed: ListedDialect
}

const listPlugin = Effect.fnUntraced(function*(source: PluginSource) {
  const { from: plugin, origin } = source
  const { loadPlugin } = yield* Effect.promise(() => import("../dialect/load-plugin.ts"))
  const loaded = yield* Effect.result(loadPlugin(source))
  const listed: ListedDialect = Result.isFailure(loaded)
    ? { origin, plugin, problem: redactMessage(loaded.failure.message) }
    : { origin, plugin, path: loaded.success.path, ...memberFields(loaded.success.dialect) }
  return { source, listed }
})

/** Each plugin as it is, with those marked that claim what another one before them has. */
const withClashes = (
  entries: ReadonlyArray<DialectEntry>,
  plugins: ReadonlyArray<ListedPlugin>,
): ReadonlyArray<ListedDialect> => {
  const claims: Array<Claim> = []
  return plugins.map(({ listed, source }) => {
    const { name, schemes } = listed
    if (name === undefined || schemes === undefined) return listed
    const claim = { source, name, schemes }
    const clash = claimedTwice(entries, [...claims, claim])
    if (clash !== undefined) return { ...listed, problem: clash.message }
    claims.push(claim)
    return listed
  })
}
