import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { join } from "node:path"
import { chosenRepos } from "../config/chosen-repos.ts"
import { requireDataMigrations } from "../config/data-migrations.ts"
import { foldersOf } from "../config/folders.ts"
import type { SourceTag } from "../dialect/repo.ts"
import { discover } from "../history/discover.ts"
import { refuseInBundle } from "./carried.ts"
import { underClaim } from "./claim.ts"
import { FileTaken } from "./file-taken.ts"
import { freeVersion, migrationName } from "./migration-name.ts"
import { migrationTemplate } from "./migration-template.ts"
import { toggle } from "./output-flags.ts"
import { inputsOf } from "./project.ts"
import { type FileFlags, oneRepoFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { UsageError } from "./usage-error.ts"

const flags = {
  ...oneRepoFlags,
  sql: toggle("sql", "A plain SQL file instead of TypeScript"),
  data: toggle("data", "Into the folder of the data migrations"),
  name: Argument.String("name").pipe(
    Argument.withDescription("What the migration does, like create_posts"),
    Argument.filterMap(migrationName, () => "Expected letters, digits and _ only, a letter first, like create_posts"),
  ),
}

/** `sterna gen`: writes an empty migration and prints its path. */
export const genCommand = Command.make(
  "gen",
  flags,
  ({ data, name, sql, ...given }) =>
    generate(name, { language: sql ? "sql" : "ts", tag: data ? "data" : "schema" }, given).pipe(reportingErrors(false)),
).pipe(
  Command.withDescription("Writes an empty migration into the repo's first folder"),
  Command.withExamples([
    { command: "sterna gen create_posts", description: "migrations/20261121101500_create_posts.ts" },
    { command: "sterna gen create_posts --sql", description: "The same as plain SQL" },
  ]),
)

const generate = Effect.fnUntraced(function*(
  name: string,
  { language, tag }: { readonly language: "ts" | "sql"; readonly tag: SourceTag },
  given: FileFlags,
) {
  yield* refuseInBundle("write a migration")
  const fileSystem = yield* FileSystem.FileSystem
  const inputs = yield* inputsOf(given)
  const repos = yield* Effect.fromResult(chosenRepos(inputs.source, given.repos))
  const [repo] = repos
  if (repo === undefined || repos.length > 1) {
    const problem = `There are several repos, ${repos.join(", ")}: say with --repo for which the migration is.`
    return yield* new UsageError({ problem })
  }
  const folders = yield* Effect.fromResult(foldersOf(repo, inputs))
  if (tag === "data") yield* Effect.fromResult(requireDataMigrations(repos, inputs))
  // There is at least one folder: a list without any is refused with the config.
  const folder = folders.find((each) => each.tag === tag)?.path ?? inputs.directory
  const scan = Effect.map(
    Effect.flatMap(Effect.filter(folders, ({ path }) => fileSystem.exists(path)), discover),
    ({ sources }) => sources,
  )
  const now = yield* Clock.currentTimeMillis
  const passed = new Set<bigint>()
  const attempt = Effect.gen(function*() {
    const sources = yield* scan
    const taken = sources.find((source) => source.name === name)
    if (taken !== undefined) {
      const problem = `There is a migration named ${name} already: ${taken.path}. Choose another name.`
      return yield* new FileTaken({ path: taken.path, problem })
    }
    const version = freeVersion(now, new Set([...passed, ...sources.map((source) => source.version)]))
    passed.add(version)
    const path = join(folder, `${version}_${name}.${language}`)
    yield* fileSystem.makeDirectory(folder, { recursive: true })
    const write = Effect.gen(function*() {
      // Whoever had the claim before may have written in the meantime.
      if ((yield* scan).some((source) => source.version === version)) return undefined
      yield* fileSystem.writeFileString(path, migrationTemplate(name, language, tag), { flag: "wx" }).pipe(
        // Of a disk without room an empty file is left, which would be a migration.
        Effect.catchIf(
          ({ reason }) => reason._tag !== "AlreadyExists",
          (error) => Effect.andThen(Effect.ignore(fileSystem.remove(path)), error),
        ),
      )
      return path
    })
    return yield* underClaim(folder, version, write)
  })
  let written: string | undefined
  while (written === undefined) written = yield* attempt
  yield* Console.log(written)
})
