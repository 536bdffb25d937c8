import * as Effect from "effect/Effect"
import type { Modules } from "../dialect/modules.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { StatementTimeouts } from "../dialect/statement-timeouts.ts"
import type { Checksum } from "../history/checksum.ts"
import { readChecksum } from "../history/source-checksum.ts"
import type { SourceError } from "../history/source-error.ts"
import type { Source } from "../history/source.ts"
import type { Command, ExecuteFunction } from "../migration/command.ts"
import type { Direction } from "../migration/direction.ts"
import type { Body, Migration } from "../migration/migration.ts"
import { invalid, irreversible, type Refusal } from "../migration/refusal.ts"
import { reverseAll } from "../migration/reverse.ts"
import { compileCommands, type Compiler } from "./commands.ts"
import { loadMigration } from "./load.ts"
import { ownLockOf } from "./lock.ts"
import { MigrationRefused } from "./run-error.ts"
import { refuseTimeouts, retriesOf, runTimeouts, timeoutsOf } from "./timeouts.ts"
import { rebuilds, type Unit } from "./unit.ts"

/**
 * What becomes of the commands of a body: they run as they stand; they run as they stand but each reversed (the
 * callbacks of a transaction on the way back of a `change`); or all are collected first and reversed as a whole.
 */
export type Way = "forward" | "each reversed" | "reversed as a whole"

/** A body of a migration, ready to run: compiled, or a function whose commands are known once it has been called. */
export type PreparedBody =
  & { readonly place: string; readonly way: Way }
  & (
    | { readonly _tag: "Units"; readonly units: ReadonlyArray<Unit> }
    | { readonly _tag: "Function"; readonly call: ExecuteFunction }
  )

/** A migration in one direction, with everything known of it that can be known before it runs. */
export interface PreparedMigration {
  readonly source: Source
  readonly direction: Direction
  readonly migration: Migration
  /** Of the file as it was when it was loaded. */
  readonly checksum: Checksum
  readonly transactional: boolean
  /** `afterBegin`, the body, `beforeCommit`: those that there are. */
  readonly bodies: ReadonlyArray<PreparedBody>
  readonly rebuilds: boolean
  readonly timeouts: StatementTimeouts
  /** How often it is tried again after it lost to another session. */
  readonly retries: number
  readonly compiler: Compiler
}

/**
 * Loads a migration and compiles all of its array bodies for a direction. Changes nothing.
 *
 * Fails with `MigrationRefused` where it is invalid, unsupported here, or has no way back.
 */
export const prepareMigration = Effect.fnUntraced(function*(
  source: Source,
  direction: Direction,
): Effect.fn.Return<PreparedMigration, MigrationRefused | SourceError, Modules | Repo | RepoDialect> {
  const dialect = yield* RepoDialect
  const { connection, settings } = yield* Repo
  const refuse = (refusal: Refusal) =>
    new MigrationRefused({ repo: settings.name, version: source.version, path: source.path, direction, refusal })
  const checksum = yield* readChecksum(source)
  return yield* Effect.gen(function*() {
    const migration = yield* loadMigration(source, direction, dialect)
    const { afterBegin, beforeCommit, transaction } = migration.input
    const { server } = connection
    const refusedTimeout = refuseTimeouts(migration.input, dialect, ownTimeouts, server)
      ?? refuseTimeouts(settings.timeouts, dialect, runTimeouts(settings.name), server)
    if (refusedTimeout !== undefined) return yield* refusedTimeout
    const transactional = transaction !== false && dialect.capabilities.transactionalDdl
    const compiler = {
      dialect,
      settings: settings.language,
      server,
      path: source.path,
      transactional,
      lock: ownLockOf(settings, dialect),
      splits: source.extension !== ".sql",
    }
    const main = yield* choose(migration, direction)
    const callbackWay: Way = main.way === "forward" ? "forward" : "each reversed"
    const chosen = [
      ...transactional && afterBegin !== undefined ? [{ place: "afterBegin", body: afterBegin, way: callbackWay }] : [],
      main,
      ...transactional && beforeCommit !== undefined
        ? [{ place: "beforeCommit", body: beforeCommit, way: callbackWay }]
        : [],
    ]
    const bodies = yield* Effect.forEach(chosen, (each) => prepareBody(each, compiler))
    return {
      source,
      direction,
      migration,
      checksum,
      transactional,
      bodies,
      rebuilds: bodies.some((body) => body._tag === "Units" && rebuilds(body.units)),
      timeouts: timeoutsOf(migration.input, settings.timeouts),
      retries: retriesOf(migration.input, settings.retries, dialect),
      compiler,
    }
  }).pipe(Effect.mapError(refuse))
})

const ownTimeouts = { lockTimeout: "`lockTimeout`", statementTimeout: "`statementTimeout`" }

interface ChosenBody {
  readonly place: string
  readonly body: Body
  readonly way: Way
}

/** `up` and `down` win over `change`; `change` goes back reversed (Ecto.Migration.Runner, `run`). */
const choose = (migration: Migration, direction: Direction): Effect.Effect<ChosenBody, Refusal> => {
  const { change, down, up } = migration.input
  if (direction === "up") {
    if (up !== undefined) return Effect.succeed({ place: "up", body: up, way: "forward" })
    return change === undefined
      ? Effect.fail(invalid("It has neither `change` nor `up`."))
      : Effect.succeed({ place: "change", body: change, way: "forward" })
  }
  if (down !== undefined) return Effect.succeed({ place: "down", body: down, way: "forward" })
  return change === undefined
    ? Effect.fail(irreversible("It has `up` and no way back.", "Write `down` (in a .sql file: `-- migrate:down`)."))
    : Effect.succeed({ place: "change", body: change, way: "reversed as a whole" })
}

const prepareBody = ({ body, place, way }: ChosenBody, compiler: Compiler): Effect.Effect<PreparedBody, Refusal> =>
  typeof body === "function"
    ? Effect.succeed({ _tag: "Function", place, way, call: body })
    : Effect.map(
      Effect.flatMap(inDirection(body, way), (commands) => compileCommands(commands, compiler)),
      (units) => ({ _tag: "Units", place, way, units }),
    )

/** Commands as they run: as they stand, or reversed. */
export const inDirection = (
  commands: ReadonlyArray<Command>,
  way: Way,
): Effect.Effect<ReadonlyArray<Command>, Refusal> =>
  way === "forward" ? Effect.succeed(commands) : Effect.fromResult(reverseAll(commands))
