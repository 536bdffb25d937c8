import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Dialect } from "../dialect/dialect.ts"
import { Files, type ReadableFiles } from "../dialect/files.ts"
import { Modules } from "../dialect/modules.ts"
import { once } from "../history/read-once.ts"
import type { Source } from "../history/source.ts"
import { execute } from "../migration/command.ts"
import { decodeMigration } from "../migration/decode.ts"
import type { Direction } from "../migration/direction.ts"
import { type Migration, migration } from "../migration/migration.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import { parseSqlFile, type SqlBlock } from "../migration/sql-file.ts"

/**
 * The migration of a file: the default export of a TypeScript or JavaScript file, or the statements of an SQL file,
 * whose options stand behind the marker of each direction.
 *
 * Fails with a `Refusal` where the file cannot be read or loaded, or holds no migration.
 */
export const loadMigration = (
  source: Source,
  direction: Direction,
  dialect: Dialect,
): Effect.Effect<Migration, Refusal, Modules> =>
  once(
    ({ migrations }) => migrations,
    `${direction} ${source.path}`,
    source.extension === ".sql" ? loadSql(source, direction, dialect) : loadModule(source),
  )

const loadModule = (source: Source): Effect.Effect<Migration, Refusal, Modules> =>
  Effect.flatMap(Modules, (modules) => modules.load(source.path)).pipe(
    Effect.catchTag("ModuleError", ({ problem }) => Effect.fail(invalid(`It could not be loaded: ${problem}`))),
    Effect.flatMap((exports) => Effect.fromResult(decodeMigration(exports["default"]))),
  )

const loadSql = (source: Source, direction: Direction, dialect: Dialect): Effect.Effect<Migration, Refusal> =>
  Effect.flatMap(Files, (files) =>
    Effect.fromResult(
      Result.flatMap(
        readText(files, source.path),
        (text) =>
          Result.map(parseSqlFile(text, dialect.lexicon), ({ down, up }) =>
            migration({
              ...(direction === "up" ? up : down)?.options,
              up: commandsOf(up),
              ...down === undefined ? {} : { down: commandsOf(down) },
            })),
      ),
    ))

const commandsOf = (block: SqlBlock) => block.statements.map(({ text }) => execute(text))

const readText = (files: ReadableFiles, path: string): Result.Result<string, Refusal> =>
  Result.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(files.read(path)),
    catch: (cause) =>
      cause instanceof TypeError
        ? invalid("It is not UTF-8.", "Save it as UTF-8, so that no character of it is changed.")
        : invalid(`It could not be read: ${cause instanceof Error ? cause.message : String(cause)}.`),
  })
