import * as Effect from "effect/Effect"
import { chosenRepos } from "../../config/chosen-repos.ts"
import type { ConfigError } from "../../config/config-error.ts"
import type { ConfigInputs } from "../../config/config-inputs.ts"
import { foldersOf } from "../../config/folders.ts"
import type { SourceTag } from "../../dialect/repo.ts"
import { written } from "../../history/checksum.ts"
import { discover } from "../../history/discover.ts"
import { readChecksum } from "../../history/source-checksum.ts"
import type { SourceError } from "../../history/source-error.ts"

/** A migration that a bundle carries. */
export interface CarriedMigration {
  readonly version: bigint
  readonly name: string
  readonly tag: SourceTag
  readonly checksum: string
}

/** The migrations of each repo that is chosen, as this executable reads them. No database is asked. */
export const contentsOf = Effect.fnUntraced(function*(
  inputs: ConfigInputs,
): Effect.fn.Return<
  ReadonlyArray<{ readonly repo: string; readonly migrations: ReadonlyArray<CarriedMigration> }>,
  ConfigError | SourceError
> {
  const repos = yield* Effect.fromResult(chosenRepos(inputs.source, inputs.overrides.repos))
  return yield* Effect.forEach(repos, (repo) =>
    Effect.gen(function*() {
      const { sources } = yield* discover(yield* Effect.fromResult(foldersOf(repo, inputs)))
      const migrations = yield* Effect.forEach(sources, (source) =>
        Effect.map(readChecksum(source), (checksum) => ({
          version: source.version,
          name: source.name,
          tag: source.tag,
          checksum: written(checksum),
        })))
      return { repo, migrations }
    }))
})
