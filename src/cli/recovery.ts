import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
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
  })),
}))

/** The value of the variable: what was left, and the exit code to end with. */
export const recoveryText = (repos: Iterable<RepoSettings>, exitCode: number): string =>
  Schema.encodeSync(Recovery)({
    exitCode,
    targets: Array.from(repos, ({ dialect, directory, name, url }) => ({
      repo: name,
      url: Redacted.value(url),
      directory,
      ...(dialect === undefined ? {} : { dialect }),
    })),
  })

/** A file that somebody else holds is undone by whoever opens it next: there is no point in waiting for long. */
const patience = "300 millis"

/** Undoes what the process before this one left, as far as it can be done at once. Answers with the exit code. */
export const recover = Effect.fnUntraced(function*(
  text: string,
  entries: ReadonlyArray<DialectEntry>,
): Effect.fn.Return<number, Schema.SchemaError> {
  const { exitCode, targets } = yield* Schema.decodeEffect(Recovery)(text)
  yield* Effect.forEach(
    targets,
    (target) => recoverTarget(target).pipe(Effect.ignore, Effect.timeoutOption(patience)),
    {
      concurrency: "unbounded",
      discard: true,
    },
  ).pipe(Effect.provide(Dialects.layer(entries)))
  return exitCode
})

const recoverTarget = Effect.fnUntraced(function*(target: (typeof Recovery)["Type"]["targets"][number]) {
  const { dialect, directory, repo } = target
  const url = Redacted.make(target.url)
  const dialects = yield* Dialects
  const found = yield* dialects.find({ name: repo, url, dialect })
  if (found.recover === undefined) return
  const silent = { abandoned: () => {}, waiting: () => Effect.void, notice: () => Effect.void }
  yield* found.recover({
    repo,
    url,
    directory,
    readOnly: false,
    lockTimeout: Duration.zero,
    application: versionText,
    ...silent,
  })
})
