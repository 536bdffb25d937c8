import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Dialect } from "./dialect.ts"
import { PluginError } from "./plugin-error.ts"

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
}>()("sterna/dialect/Dialects") {
  static readonly layer = (entries: ReadonlyArray<DialectEntry>): Layer.Layer<Dialects> =>
    Layer.succeed(Dialects, {
      find: Effect.fnUntraced(function*(choice: DialectChoice) {
        const scheme = schemeOf(Redacted.value(choice.url))
        const entry = entries.find(({ name, schemes }) =>
          choice.dialect === undefined ? schemes.includes(scheme) : name === choice.dialect
        )
        if (entry === undefined) return yield* new PluginError(notFound(choice, scheme, entries))
        const module = yield* Effect.tryPromise({
          try: () => entry.load(),
          catch: (cause) => {
            const reason = cause instanceof Error ? cause.message : String(cause)
            return new PluginError({
              plugin: entry.name,
              problem: `Dialect ${entry.name} cannot be loaded: ${reason}.`,
            })
          },
        })
        return module.default
      }),
    })
}

/** The scheme of a URL, in lower case, without the colon; empty where there is none. */
const schemeOf = (url: string): string => /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ""

const notFound = (choice: DialectChoice, scheme: string, entries: ReadonlyArray<DialectEntry>) => {
  const known = entries.flatMap(({ schemes }) => schemes.map((each) => `${each}:`)).join(", ")
  if (choice.dialect !== undefined) {
    const names = entries.map(({ name }) => name).join(", ")
    return {
      plugin: choice.dialect,
      problem: `Repo ${choice.name}: there is no dialect named "${choice.dialect}". There is: ${names}.`,
    }
  }
  return scheme === ""
    ? { plugin: "", problem: `Repo ${choice.name}: its url has no scheme. Begin it with one of: ${known}.` }
    : { plugin: scheme, problem: `Repo ${choice.name}: no dialect knows the scheme "${scheme}:". Known are: ${known}.` }
}
