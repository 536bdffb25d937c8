import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Nature } from "sterna/dialect"
import sqlite from "../../plugins/sqlite/dialect.ts"
import type { Dialect } from "../../src/dialect/dialect.ts"
import { ledgerTable } from "../../src/dialect/ledger-table.ts"
import { type InFlight, inFlightOf } from "../../src/history/in-flight.ts"
import type { Row } from "../../src/migration/context.ts"
import type { DatabaseError } from "../../src/migration/database-error.ts"
import type { Refusal } from "../../src/migration/refusal.ts"
import type { Doubt } from "../../src/run/doubt.ts"
import { keptLock } from "../../src/run/kept-lock.ts"
import type { Thrown } from "../../src/run/run-error.ts"
import { makeSession, type Session } from "../../src/run/session.ts"
import { makeStepJournal } from "../../src/run/step-journal.ts"
import { outsideTransaction } from "../../src/run/transaction.ts"
import type { MortalDatabase } from "./mortal-database.ts"

const versions = { name: "schema_migrations", prefix: undefined }
const version = 7n

type Failure = DatabaseError | Refusal | Thrown

/**
 * A database as SQLite is, but for statements that say in a comment that they are of another nature: `unknown`,
 * `repeatable`, `makes TABLE` (the schema shows whether it was done).
 */
export const dialect: Dialect = {
  ...sqlite,
  nature: (sql) => marked(sql) ?? sqlite.nature?.(sql) ?? { _tag: "Unknown" },
  probe: (connection, probe) =>
    Effect.map(
      connection.query(`SELECT 1 FROM sqlite_schema WHERE name = '${probe._tag === "Table" ? probe.table.name : ""}'`),
      ({ length }) => ({ _tag: (length > 0) === probe.present ? "Holds" : "Fails" }),
    ),
}

const marked = (sql: string): Nature | undefined => {
  if (sql.endsWith("/* unknown */")) return { _tag: "Unknown" }
  if (sql.endsWith("/* repeatable */")) return { _tag: "Repeatable" }
  const made = /\/\* makes (\w+) \*\/$/.exec(sql)?.[1]
  return made === undefined
    ? undefined
    : { _tag: "Probed", probes: [{ _tag: "Table", table: { name: made, prefix: undefined }, present: true }] }
}

/** What a migration's function does with its session. */
export type Body = (session: Pick<Session, "query">) => Effect.Effect<void, Failure>

/** A body of statements, one after the other. */
export const statements = (...texts: ReadonlyArray<string>): Body => ({ query }) =>
  Effect.forEach(texts, (sql) => query(sql, []), { discard: true })

/** How a run of a migration ended. */
export interface Outcome {
  readonly failure: Failure | undefined
  readonly doubt: Doubt | undefined
  /** How many steps are done, by this run and those before it. */
  readonly done: number
  /** The migration's own statements that were sent. */
  readonly sent: ReadonlyArray<string>
}

/** The rows of the ledger, in their order. */
export const ledgerOf = (database: MortalDatabase): ReadonlyArray<Row> => database.rows(dialect.ledger.select(versions))

/** What stands in flight. */
export const flightOf = (database: MortalDatabase): InFlight | undefined =>
  Result.getOrThrow(inFlightOf(ledgerOf(database), ledgerTable(versions).name))[0]

/** Makes the tables that a run finds. */
export const prepare = (database: MortalDatabase): void => {
  database.rows(dialect.ledger.create(versions))
  database.rows("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY)")
}

/** Runs a migration outside a transaction, from where the ledger says, and records it. */
export const runJournalled = async (
  database: MortalDatabase,
  body: Body,
  overrides: Partial<Dialect> = {},
): Promise<Outcome> => {
  const used = { ...dialect, ...overrides }
  const { connection } = database
  const sent: Array<string> = []
  const options = {
    dialect: used,
    connection,
    sent: (sql: string) => Effect.sync(() => void sent.push(sql)),
    sentByMigrator: () => Effect.void,
  }
  const steps = makeStepJournal({
    retry: (work) => work,
    ...options,
    versions,
    tableLocked: false,
    own: { version, step: 0, state: "running", statement: "name", direction: "up" },
    flight: flightOf(database),
  })
  const session = makeSession({
    versions: { name: "schema_migrations", prefix: undefined },
    ...options,
    transaction: undefined,
    tableLocked: false,
    lock: undefined,
    keptLock: keptLock(undefined, used),
    steps,
  })
  const work = {
    bodies: body(session),
    record: Effect.succeed([`INSERT INTO schema_migrations VALUES (${version})`]),
    recorded: Effect.succeed(false),
    known: false,
  }
  const result = await Effect.runPromise(
    Effect.result(Effect.uninterruptibleMask((restore) => outsideTransaction(session, work, steps, restore))),
  )
  return {
    failure: Result.isFailure(result) ? result.failure : undefined,
    doubt: steps.doubt(),
    done: steps.done(),
    sent,
  }
}

/** Writes down what a person says of the step that is in doubt. */
export const answer = (database: MortalDatabase, step: number, applied: boolean): void => {
  const flight = flightOf(database)
  const recorded = flight?.steps.get(step)
  if (recorded === undefined) throw new Error(`Step ${step} is not in doubt.`)
  database.rows(dialect.ledger.write(versions, [{ ...recorded, version, state: applied ? "done" : "failed" }]))
}
