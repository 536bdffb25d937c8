import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { MigrationName } from "../events/event.ts"
import { Events } from "../events/events.ts"
import { written } from "../history/checksum.ts"
import { Journal, type Recorder } from "../history/journal.ts"
import type { Command } from "../migration/command.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { describe, quoteCommand } from "../migration/describe.ts"
import type { Refusal } from "../migration/refusal.ts"
import { runBody } from "./body.ts"
import { monotonicMillis } from "./monotonic-time.ts"
import type { PreparedMigration } from "./prepare.ts"
import { MigrationFailed, type Thrown } from "./run-error.ts"
import { makeSession } from "./session.ts"
import { inTransaction, outsideTransaction, type Work } from "./transaction.ts"

type Failure = Refusal | DatabaseError | Thrown

export interface ExecuteOptions {
  readonly recorder: Recorder
  /** Whether the run holds the lock: without it another process may run the same migration at this moment. */
  readonly locked: boolean
}

/**
 * Runs one migration and records it: in one transaction, or statement by statement where it must not have one.
 *
 * Succeeds with whether it ran: another process may have been first. Fails with `MigrationFailed`, or with
 * `DatabaseError` where the transaction could not even be begun.
 */
export const executeMigration = Effect.fnUntraced(function*(
  prepared: PreparedMigration,
  options: ExecuteOptions,
): Effect.fn.Return<boolean, MigrationFailed | DatabaseError, Repo | RepoDialect | Journal | Events> {
  const { direction, source, transactional } = prepared
  const dialect = yield* RepoDialect
  const { connection, settings: { language: { prefix }, name: repo } } = yield* Repo
  const { emit } = yield* Events
  const journal = yield* Journal
  const name: MigrationName = { repo, version: source.version, name: source.name, direction }
  const kind = { rebuilds: prepared.rebuilds }
  const startedAt = yield* Clock.currentTimeMillis
  const since = yield* monotonicMillis
  const elapsed = Effect.map(monotonicMillis, (now) => now - since)

  const session = makeSession({
    dialect,
    connection,
    transaction: transactional ? kind : undefined,
    sent: (sql) => emit({ _tag: "StatementSent", ...name, sql }),
  })
  const environment = {
    prepared,
    session,
    repo,
    prefix,
    started: (command: Command) => emit({ _tag: "CommandStarted", ...name, description: describe(command) }),
    warn: (message: string) => emit({ _tag: "Warning", repo, message }),
  }
  const isRecorded = Effect.map(journal.read, (applied) => applied.some(({ version }) => version === source.version))
  const isTaken = Effect.map(isRecorded, (recorded) => recorded === (direction === "up"))
  const { checksum } = prepared
  const record = Effect.sync(() =>
    direction === "down"
      ? options.recorder.delete(source.version)
      : options.recorder.insert({
        version: source.version,
        name: source.name,
        checksum: written(checksum),
        startedAt,
      })
  )
  const work: Work = {
    bodies: Effect.forEach(prepared.bodies, (body) => runBody(body, environment), { discard: true }),
    record,
    taken: options.locked ? undefined : isTaken,
    recorded: isTaken,
    known: prepared.bodies.every(({ _tag }) => _tag === "Units"),
  }

  const afterwards = Effect.fnUntraced(function*(exit: Exit.Exit<boolean, Failure>) {
    const durationMs = yield* elapsed
    if (Exit.isSuccess(exit)) {
      yield* emit(
        exit.value ? { _tag: "MigrationFinished", ...name, durationMs } : { _tag: "MigrationSkipped", ...name },
      )
      return exit.value
    }
    if (Cause.hasInterruptsOnly(exit.cause)) {
      yield* emit({ _tag: "MigrationInterrupted", ...name })
      return yield* Effect.interrupt
    }
    const reason = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
    if (reason === undefined) return yield* Effect.failCause(Cause.die(Cause.squash(exit.cause)))
    if (reason instanceof DatabaseError) {
      // Without the lock, what another process has done in the meantime is there already: any statement may fail of it.
      const mayBeTaken = reason.kind === "duplicate" || (transactional && !options.locked)
      if (mayBeTaken && (yield* Effect.orElseSucceed(isTaken, () => false))) {
        yield* emit({ _tag: "MigrationSkipped", ...name })
        return false
      }
      if (dialect.transaction.begin(kind).some((sql) => sql === reason.sql)) return yield* reason
    }
    yield* emit({ _tag: "MigrationFailed", ...name, durationMs })
    const command = session.blame(reason)
    return yield* new MigrationFailed({
      repo,
      version: source.version,
      path: source.path,
      direction,
      command: command === undefined ? undefined : quoteCommand(command),
      reason,
      undone: transactional,
    })
  })

  yield* emit({ _tag: "MigrationStarted", ...name })
  const { afterBegin, beforeCommit } = prepared.migration.input
  if (!transactional && (afterBegin !== undefined || beforeCommit !== undefined)) {
    yield* environment.warn(
      `${source.version} ${source.name}: it runs in no transaction, so afterBegin and beforeCommit do not run.`,
    )
  }
  return yield* Effect.uninterruptibleMask((interruptible) =>
    Effect.flatMap(
      Effect.exit(
        transactional ? inTransaction(session, work, interruptible) : outsideTransaction(session, work, interruptible),
      ),
      afterwards,
    )
  )
})
