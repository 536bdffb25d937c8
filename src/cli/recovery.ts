import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Modules } from "../dialect/modules.ts"
import type { PluginSource } from "../dialect/plugin-source.ts"
import { type DialectEntry, Dialects } from "../dialect/registry.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { versionText } from "./version.ts"

/**
 * The variable that hands what is to be recovered to the process that takes this one's place. A URL may hold a password,
 * and arguments are there for everyone on the machine to read.
 */
export const recoveryVariable = "STERNA_RECOVER"

const Recovery = Schema.fromJsonString(Schema.Struct({
  exitCode: Schema.Int,
  targets: Schema.Array(Schema.Struct({
    repo: Schema.String,
    url: Schema.String,
    dialect: Schema.optionalKey(Schema.String),
    directory: Schema.String,
    plugins: Schema.Array(Schema.Struct({
      from: Schema.String,
      directory: Schema.String,
      schemes: Schema.optionalKey(Schema.Array(Schema.String)),
      origin: Schema.String,
    })),
  })),
}))

/** The value of the variable: what was left, and the exit code to end with. */
export const recoveryText = (
  repos: Iterable<readonly [RepoSettings, ReadonlyArray<PluginSource>]>,
  exitCode: number,
): string =>
  Schema.encodeSync(Recovery)({
    exitCode,
    targets: Array.from(repos, ([{ dialect, directory, name, url }, plugins]) => ({
      repo: name,
      url: Redacted.value(url),
      directory,
      plugins: plugins.map(({ schemes, ...source }) => ({ ...source, ...schemes && { schemes } })),
      ...(dialect === undefined ? {} : { dialect }),
    })),
  })

/** A file that somebody else holds is undone by whoever opens it next: there is no point in waiting for long. */
const patience = "300 millis"
/** A plugin that was loaded in the process before takes no longer now. */
const loadPatience = "2 seconds"

/** Undoes what the process before this one left, as far as it can be done at once. Answers with the exit code. */
export const recover = Effect.fnUntraced(function*(
  text: string,
  entries: ReadonlyArray<DialectEntry>,
): Effect.fn.Return<number, Schema.SchemaError, Modules> {
  const { exitCode, targets } = yield* Schema.decodeEffect(Recovery)(text)
  yield* Effect.forEach(
    targets,
    // Whatever is wrong with it is wrong for whoever opens the database next, and is said there.
    (target) =>
      Effect.exit(
        Effect.provide(recoverTarget(target), Dialects.layerWithPlugins(entries, sourcesOf(target)), { local: true }),
      ),
    { concurrency: "unbounded", discard: true },
  )
  return exitCode
})

type Left = (typeof Recovery)["Type"]["targets"][number]

const sourcesOf = ({ plugins }: Left): ReadonlyArray<PluginSource> =>
  plugins.map(({ schemes, ...source }) => ({ ...source, schemes }))

const recoverTarget = Effect.fnUntraced(function*(left: Left) {
  const { dialect, directory, repo } = left
  const url = Redacted.make(left.url)
  const dialects = yield* Dialects
  const found = Option.getOrUndefined(
    yield* Effect.timeoutOption(dialects.find({ name: repo, url, dialect }), loadPatience),
  )
  if (found?.recover === undefined) return
  const silent = { abandoned: () => {}, waiting: () => Effect.void, notice: () => Effect.void }
  const target = {
    repo,
    url,
    directory,
    readOnly: false,
    lockTimeout: Duration.zero,
    application: versionText,
    ...silent,
  }
  yield* Effect.timeoutOption(found.recover(target), patience)
})
