import * as Effect from "effect/Effect"
import type { Dialect } from "../dialect/dialect.ts"
import { Repo, RepoDialect, type SourceTag } from "../dialect/repo.ts"
import { finishedSteps, type InFlight } from "../history/in-flight.ts"
import { Journal } from "../history/journal.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { describe } from "../migration/describe.ts"
import type { Direction } from "../migration/direction.ts"
import { type ForeseenSchema, foreseeSchema } from "./foreseen-schema.ts"
import type { PreparedBody, PreparedMigration } from "./prepare.ts"
import type { Unit } from "./unit.ts"

/** What a run would do at one place of a migration. */
export interface PlannedCommand {
  /** The key of the migration: `"change"`, `"up"`, `"down"`, `"afterBegin"`, `"beforeCommit"`. */
  readonly place: string
  /** In words: `"create table posts"`. */
  readonly command: string | undefined
  /** What would be sent for it, as it would be sent. */
  readonly sql: ReadonlyArray<string>
  /** What an earlier run has done of it, and is not sent again; left out where that is nothing. */
  readonly done?: ReadonlyArray<string>
  /** Why it is not known what else would be sent; `undefined` where all of it is. */
  readonly unknown: string | undefined
}

/** What a run would do for one migration. */
export interface PlannedMigration {
  readonly version: bigint
  readonly name: string
  readonly direction: Direction
  readonly tag: SourceTag
  readonly path: string
  /** Whether it would run in a transaction. */
  readonly transaction: boolean
  /** What would be sent before its commands, and behind them: to begin and end the transaction, or to set timeouts. */
  readonly begin: ReadonlyArray<string>
  readonly end: ReadonlyArray<string>
  /** Whether it would run under the lock of the run. */
  readonly lock: boolean
  /** Where an earlier run has begun it and not finished it: how many of its steps are done, and are not sent again. */
  readonly done: number | undefined
  readonly commands: ReadonlyArray<PlannedCommand>
}

/**
 * What a run would do, in order. Sends nothing that changes anything; where a table is to be built anew, its present schema
 * is read.
 *
 * @param schema what the tables are before: those of the database, none, or a reason why that is not known
 */
export const plannedMigrations = Effect.fnUntraced(function*(
  prepared: ReadonlyArray<PreparedMigration>,
  inFlight: ReadonlyArray<InFlight>,
  schema: "of the database" | "empty" | { readonly unknown: string },
): Effect.fn.Return<ReadonlyArray<PlannedMigration>, DatabaseError, Repo | RepoDialect | Journal> {
  const dialect = yield* RepoDialect
  const { elsewhere } = yield* Journal
  const { connection, settings: { lock } } = yield* Repo
  const from = schema === "of the database" ? connection : schema === "empty" ? undefined : schema.unknown
  const isNeeded = prepared.some((each) => each.rebuilds)
  return yield* Effect.scoped(Effect.gen(function*() {
    const tables = yield* foreseeSchema(dialect, isNeeded ? from : "")
    return yield* Effect.forEach(prepared, (each) => {
      const flight = inFlight.find((begun) => begun.version === each.source.version)
      // The only step that stands elsewhere is all of it.
      const finished = finishedPart(elsewhere ? undefined : flight, dialect)
      const isDone = elsewhere && flight !== undefined && finishedSteps(flight) > 0
      return Effect.map(
        Effect.forEach(isDone ? [] : each.bodies, (body) => plannedBody(body, tables, finished)),
        (commands): PlannedMigration => {
          const { direction, migration, source: { name, path, tag, version } } = each
          const transactional = each.transactional && !isDone
          const { begin, commit, restore, session } = dialect.transaction
          const kind = { rebuilds: each.rebuilds, ...each.timeouts }
          const timeouts = session?.(each.timeouts)
          return {
            version,
            name,
            direction,
            tag,
            path,
            transaction: transactional,
            begin: transactional ? begin(kind) : isDone ? [] : timeouts?.set ?? [],
            end: transactional ? [commit, ...restore(kind)] : isDone ? [] : timeouts?.reset ?? [],
            lock: lock !== false && migration.input.lock !== false,
            done: flight === undefined ? undefined : finishedSteps(flight),
            commands: commands.flat(),
          }
        },
      )
    })
  }))
})

/** What an earlier run has done of a migration, step by step. */
interface FinishedPart {
  /** Comes to the next step; answers how it stands in the ledger where it was done and is not sent again. */
  readonly next: () => string | undefined
  /** From here on nobody can know which step is which. */
  readonly lose: () => void
}

const finishedPart = (flight: InFlight | undefined, { nature }: Pick<Dialect, "nature">): FinishedPart => {
  let position: number | undefined = 0
  return {
    next: () => {
      if (position === undefined) return undefined
      const step = flight?.steps.get(++position)
      const isDone = step?.state === "done" || (step?.state === "read" && step.answer !== undefined)
      // What lasts no longer than a session is sent in each.
      return isDone && nature?.(step.statement)._tag !== "Session" ? step.statement : undefined
    },
    lose: () => void (position = undefined),
  }
}

const byFunction = "decided by a function"

const plannedBody = (
  body: PreparedBody,
  tables: ForeseenSchema,
  finished: FinishedPart,
): Effect.Effect<ReadonlyArray<PlannedCommand>> => {
  if (body._tag === "Units") {
    return Effect.map(
      Effect.forEach(body.units, (unit) => plannedUnit(unit, body.place, tables, finished)),
      (commands) => commands.flat(),
    )
  }
  tables.lose("a function comes first")
  finished.lose()
  return Effect.succeed([{ place: body.place, command: undefined, sql: [], unknown: byFunction }])
}

const plannedUnit = Effect.fnUntraced(function*(
  unit: Unit,
  place: string,
  tables: ForeseenSchema,
  finished: FinishedPart,
) {
  if (unit._tag === "Flush") return []
  const command = describe(unit.command)
  if (unit._tag === "Call") {
    tables.lose("a function comes first")
    finished.lose()
    return [{ place, command, sql: [], unknown: byFunction }]
  }
  const sql: Array<string> = []
  const unknown: Array<string> = []
  const done: Array<string> = []
  for (const step of unit.steps) {
    const before = finished.next()
    if (before !== undefined) {
      done.push(before)
      continue
    }
    if (step._tag === "Statement") {
      sql.push(step.sql)
      yield* tables.after(step.sql)
      continue
    }
    const foreseen = yield* tables.rebuild(step)
    if (foreseen._tag === "Known") sql.push(...foreseen.sql)
    else unknown.push(foreseen.reason)
  }
  return [{
    place,
    command,
    sql,
    ...done.length === 0 ? {} : { done },
    unknown: unknown.length === 0 ? undefined : unknown.join("; "),
  }]
})
