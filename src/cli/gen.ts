import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { join } from "node:path"
import { chosenRepos } from "../config/chosen-repos.ts"
import { foldersOf } from "../config/folders.ts"
import { discover } from "../history/discover.ts"
import { FileTaken } from "./file-taken.ts"
import { freeVersion, migrationName } from "./migration-name.ts"
import { migrationTemplate } from "./migration-template.ts"
import { toggle } from "./output-flags.ts"
import { inputsOf } from "./project.ts"
import { type FileFlags, fileFlags } from "./repo-flags.ts"
import { reportingErrors } from "./report-error.ts"
import { UsageError } from "./usage-error.ts"

const flags = {
  ...fileFlags,
  sql: toggle("sql", "A plain SQL file instead of TypeScript"),
  name: Argument.String("name").pipe(
    Argument.withDescription("What the migration does, like create_posts"),
    Argument.filterMap(migrationName, () => "Expected letters, digits and _ only, a letter first, like create_posts"),
  ),
}

/** `sterna gen`: writes an empty migration and prints its path. */
export const genCommand = Command.make(
  "gen",
  flags,
  ({ name, sql, ...given }) => generate(name, sql ? "sql" : "ts", given).pipe(reportingErrors(false)),
).pipe(
  Command.withDescription("Writes an empty migration into the repo's first folder"),
  Command.withExamples([{ command: "sterna gen create_posts", description: "20261121101500_create_posts.ts" }]),
)

const generate = Effect.fnUntraced(function*(name: string, language: "ts" | "sql", given: FileFlags) {
  const fileSystem = yield* FileSystem.FileSystem
  const inputs = yield* inputsOf(given)
  const repos = yield* Effect.fromResult(chosenRepos(inputs.source, given.repos))
  const [repo] = repos
  if (repo === undefined || repos.length > 1) {
    const problem = `There are several repos, ${repos.join(", ")}: say with --repo for which the migration is.`
    return yield* new UsageError({ problem })
  }
  const folders = yield* Effect.fromResult(foldersOf(repo, inputs))
  const present = yield* Effect.filter(folders, ({ path }) => fileSystem.exists(path))
  const sources = yield* discover(present)
  const taken = sources.find((source) => source.name === name)
  if (taken !== undefined) {
    const problem = `There is a migration named ${name} already: ${taken.path}. Choose another name.`
    return yield* new FileTaken({ path: taken.path, problem })
  }
  // There is at least one folder: a list without any is refused with the config.
  const folder = folders[0]?.path ?? inputs.directory
  const version = freeVersion(yield* Clock.currentTimeMillis, new Set(sources.map((source) => source.version)))
  const path = join(folder, `${version}_${name}.${language}`)
  yield* fileSystem.makeDirectory(folder, { recursive: true })
  // "wx": a file that another process has just written is not overwritten.
  yield* fileSystem.writeFileString(path, migrationTemplate(language), { flag: "wx" })
  yield* Console.log(path)
})
