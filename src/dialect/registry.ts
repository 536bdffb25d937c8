import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { claimedTwice } from "./claimed-twice.ts"
import type { Dialect } from "./dialect.ts"
import type { LoadedPlugin } from "./load-plugin.ts"
import { Modules } from "./modules.ts"
import { PluginError } from "./plugin-error.ts"
import type { PluginSource } from "./plugin-source.ts"

/** How a dialect can be had: the schemes that name it, and how it is loaded when a repo needs it. */
export interface DialectEntry {
  readonly name: string
  readonly schemes: ReadonlyArray<string>
  readonly load: () => Promise<{ readonly default: Dialect }>
}

/** What names a dialect: the scheme of a URL, unless the name is said. */
export interface DialectChoice {
  readonly name: string
  readonly url: Redacted.Redacted<string>
  readonly dialect: string | undefined
}

/** The dialects that there are. None is loaded before a repo needs it. */
export class Dialects extends Service.Service<Dialects, {
  readonly find: (choice: DialectChoice) => Effect.Effect<Dialect, PluginError>
  /** The plugins among which it looks. */
  readonly plugins: ReadonlyArray<PluginSource>
}>()("sterna/dialect/Dialects") {
  /** Those that the executable carries, and no others. */
  static readonly layer = (entries: ReadonlyArray<DialectEntry>): Layer.Layer<Dialects> =>
    Layer.succeed(Dialects, { find: (choice) => findDialect(choice, entries, []), plugins: [] })

  /**
   * Those that the executable carries, and those of plugins. A plugin is loaded where no carried dialect has what is asked
   * for: for a scheme the plugin that is said to have it, or else all of which no schemes are said; for a name all.
   */
  static readonly layerWithPlugins = (
    entries: ReadonlyArray<DialectEntry>,
    sources: ReadonlyArray<PluginSource>,
  ): Layer.Layer<Dialects, never, Modules> =>
    Layer.effect(
      Dialects,
      Effect.gen(function*() {
        const modules = yield* Modules
        const plugins = yield* Effect.forEach(sources, (source) =>
          Effect.map(
            Effect.cached(Effect.provideService(loaded(source), Modules, modules)),
            (load): Plugin => ({ source, load }),
          ))
        return { find: (choice) => findDialect(choice, entries, plugins), plugins: sources }
      }),
    )
}

/** A plugin, and what loads it, once. */
interface Plugin {
  readonly source: PluginSource
  readonly load: Effect.Effect<LoadedPlugin, PluginError>
}

/** The checks of plugins are loaded where there is one to be loaded. */
const loaded = (source: PluginSource): Effect.Effect<LoadedPlugin, PluginError, Modules> =>
  Effect.flatMap(Effect.promise(() => import("./load-plugin.ts")), ({ loadPlugin }) => loadPlugin(source))

const findDialect = Effect.fnUntraced(function*(
  choice: DialectChoice,
  entries: ReadonlyArray<DialectEntry>,
  plugins: ReadonlyArray<Plugin>,
): Effect.fn.Return<Dialect, PluginError> {
  const scheme = schemeOf(Redacted.value(choice.url))
  const isAsked = ({ name, schemes }: Pick<Dialect, "name" | "schemes">) =>
    choice.dialect === undefined ? schemes.includes(scheme) : name === choice.dialect
  const said = plugins.flatMap(({ source }) =>
    source.schemes === undefined ? [] : [{ source, schemes: source.schemes }]
  )
  const twice = claimedTwice(entries, said)
  if (twice !== undefined) return yield* twice

  const entry = entries.find(isAsked)
  if (entry !== undefined) return yield* carried(entry)
  const tried = yield* Effect.forEach(asked(choice, scheme, plugins), ({ load }) => load)
  const names = tried.map(({ dialect: { name, schemes }, source }) => ({ name, schemes, source }))
  const clash = claimedTwice(entries, [
    ...names,
    ...said.filter(({ source }) => !names.some((each) => each.source === source)),
  ])
  if (clash !== undefined) return yield* clash
  const found = tried.find(({ dialect }) => isAsked(dialect))
  return found === undefined
    ? yield* notFound(choice, scheme, [...entries, ...said, ...tried.map(({ dialect }) => dialect)])
    : found.dialect
})

const carried = (entry: DialectEntry): Effect.Effect<Dialect, PluginError> =>
  Effect.tryPromise({
    try: () => entry.load(),
    catch: (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return new PluginError({ plugin: entry.name, problem: `Dialect ${entry.name} cannot be loaded: ${reason}.` })
    },
  }).pipe(Effect.map((module) => module.default))

const asked = ({ dialect }: DialectChoice, scheme: string, plugins: ReadonlyArray<Plugin>): ReadonlyArray<Plugin> => {
  if (dialect !== undefined) return plugins
  if (scheme === "") return []
  const said = plugins.filter(({ source }) => source.schemes?.includes(scheme) === true)
  return said.length > 0 ? said : plugins.filter(({ source }) => source.schemes === undefined)
}

/** The scheme of a URL, in lower case, without the colon; empty where there is none. */
const schemeOf = (url: string): string => /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ""

const notFound = (
  choice: DialectChoice,
  scheme: string,
  dialects: ReadonlyArray<{ readonly name?: string; readonly schemes: ReadonlyArray<string> }>,
): PluginError => {
  const schemes = new Set(dialects.flatMap((each) => each.schemes.map((known) => `${known}:`)))
  const known = [...schemes].join(", ")
  if (choice.dialect !== undefined) {
    const names = dialects.flatMap(({ name }) => name ?? []).join(", ")
    const problem = `Repo ${choice.name}: there is no dialect named "${choice.dialect}". There is: ${names}.`
    return new PluginError({ plugin: choice.dialect, problem })
  }
  // As --dialect names it, without a database.
  if (Redacted.value(choice.url) === `${scheme}:`) {
    const names = [...schemes].map((each) => each.slice(0, -1)).join(", ")
    const problem = `Repo ${choice.name}: there is no dialect for "${scheme}". There is: ${names}.`
    return new PluginError({ plugin: scheme, problem })
  }
  const problem = scheme === ""
    ? `Repo ${choice.name}: its url has no scheme. Begin it with one of: ${known}.`
    : `Repo ${choice.name}: no dialect knows the scheme "${scheme}:". Known are: ${known}.`
  return new PluginError({ plugin: scheme, problem })
}
