import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { RepoSettings } from "../dialect/repo.ts"
import type { Offline } from "../run/offline.ts"
import { toggle } from "./output-flags.ts"
import { parseVersion } from "./target-flags.ts"
import { UsageError } from "./usage-error.ts"

/** A database as `--dialect` names it: `mariadb@10.11`. */
interface Named {
  readonly scheme: string
  /** Empty for the newest. */
  readonly version: string
}

const parseDialect = (text: string): Option.Option<Named> => {
  const [, scheme, version = ""] = /^([a-z][a-z0-9+.-]*)(?:@(\d[\w.-]*))?$/i.exec(text) ?? []
  return scheme === undefined ? Option.none() : Option.some({ scheme: scheme.toLowerCase(), version })
}

/** The flags of a command that can do without a database. */
export const offlineFlags = {
  offline: toggle("offline", "Ask no database: plan from the files alone"),
  dialect: Flag.String("dialect").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription("With --offline: the database to write for, like postgres or mariadb@10.11"),
    Flag.filterMap(parseDialect, () => "Expected a database, perhaps with its version: postgres, mariadb@10.11"),
    Flag.optional,
  ),
  from: Flag.String("from").pipe(
    Flag.withMetavar("VERSION"),
    Flag.withDescription("With --offline: the version up to which all counts as applied; without it nothing does"),
    Flag.filterMap(parseVersion, () => "Expected a version: the number alone, like 20261121101500"),
    Flag.optional,
  ),
}

export type OfflineFlags = Command.Command.Config.Infer<typeof offlineFlags>

/** What the flags say of settings; `undefined` where a database is asked. */
export const offlineOverride = (
  { dialect, from, offline }: OfflineFlags,
): Effect.Effect<{ readonly scheme: string | undefined } | undefined, UsageError> => {
  if (offline) return Effect.succeed({ scheme: Option.getOrUndefined(dialect)?.scheme })
  if (Option.isNone(dialect) && Option.isNone(from)) return Effect.undefined
  const flag = Option.isSome(dialect) ? "--dialect" : "--from"
  return Effect.fail(new UsageError({ problem: `${flag} is for a plan without a database: say --offline as well.` }))
}

/** What stands for the database of a repo. */
export const offlineOf = ({ dialect, from }: OfflineFlags) => (settings: RepoSettings): Offline => {
  const scheme = Redacted.value(settings.url).replace(/:.*$/s, "")
  const { scheme: flavour, version } = Option.getOrElse(dialect, () => ({
    scheme: settings.dialect ?? scheme,
    version: "",
  }))
  return { server: { flavour, version }, from: Option.getOrUndefined(from) }
}
