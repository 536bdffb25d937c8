import * as Effect from "effect/Effect"
import type { Dialect } from "../dialect/dialect.ts"
import type { Modules } from "../dialect/modules.ts"
import type { RepoSettings } from "../dialect/repo.ts"
import { discover } from "../history/discover.ts"
import type { SourceError } from "../history/source-error.ts"
import type { Source } from "../history/source.ts"
import { unversionedMigrations } from "../history/unversioned.ts"
import { type CheckResult, failed, holdsBut } from "./check-result.ts"
import { loadMigration } from "./load.ts"
import { MigrationRefused } from "./run-error.ts"

/** What lies in the folders of a repo; `sources` is undefined where that cannot be said. */
export interface CheckedFiles {
  readonly result: CheckResult<SourceError | MigrationRefused>
  readonly sources: ReadonlyArray<Source> | undefined
}

/** Looks whether the folders are there, their files have names and versions of their own, and each can be loaded. */
export const checkFiles = Effect.fnUntraced(function*(
  { folders, name: repo }: RepoSettings,
  dialect: Dialect | undefined,
): Effect.fn.Return<CheckedFiles, never, Modules> {
  const found = yield* Effect.result(discover(folders))
  if (found._tag === "Failure") return { result: failed(found.failure), sources: undefined }
  const { sources, unversioned } = found.success
  const warnings = [...found.success.warnings, ...yield* unversionedMigrations(unversioned)]
  const count = `${sources.length} ${sources.length === 1 ? "migration" : "migrations"} in ${
    folders.map(({ path }) => path).join(", ")
  }.`
  if (dialect === undefined) return { result: holdsBut(warnings, `${count} They were not loaded.`), sources }
  const refused = yield* Effect.forEach(sources, (source) =>
    loadMigration(source, "up", dialect).pipe(
      Effect.as([]),
      Effect.catch((refusal) => {
        const { path, version } = source
        return Effect.succeed([new MigrationRefused({ repo, version, path, direction: "up", refusal })])
      }),
    ))
  const errors = refused.flat()
  return { result: errors.length === 0 ? holdsBut(warnings, count) : failed(...errors), sources }
})
