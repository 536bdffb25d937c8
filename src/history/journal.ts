import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { ledgerTable } from "../dialect/ledger-table.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { type Told, toldConnection, untold } from "../dialect/told-connection.ts"
import { type OwnColumn, ownColumns, type VersionRow, type VersionsTable } from "../dialect/versions-table.ts"
import type { Row } from "../migration/context.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { type Applied, decodeApplied } from "./applied.ts"
import { type InFlight, inFlightOf } from "./in-flight.ts"

/** What the database says of its history. */
export interface Recorded {
  /** In no order. */
  readonly applied: ReadonlyArray<Applied>
  /** What was begun outside a transaction and not finished, by version. */
  readonly inFlight: ReadonlyArray<InFlight>
}

/** A versions table that is there: it writes the statements that record a migration. */
export interface Recorder {
  readonly insert: (row: VersionRow) => string
  readonly delete: (version: bigint) => string
  /** Sterna's own columns that the table lacks and that could not be added. */
  readonly missing: ReadonlyArray<string>
}

/** Where the history of a repo stands. */
export interface JournalPlace {
  /** Told of each statement that the journal sends by itself. */
  readonly sent?: Told
  /** Whether `Repo` and `RepoDialect` are those of another database than the one that is migrated: `migrationRepo`. */
  readonly elsewhere?: boolean
}

/** The versions table of a repo, and the ledger of what runs outside a transaction. */
export class Journal extends Service.Service<Journal, {
  /** Of the database that the tables stand in, as `connection`: whoever writes to them speaks so, and there. */
  readonly dialect: Dialect
  readonly connection: Connection
  /** Whether that is another database than the one that is migrated, so that no transaction spans the two. */
  readonly elsewhere: boolean
  /**
   * The versions table with the prefix in which it was found: a migration may change where a name without one leads. As it
   * is configured until it has been read or made.
   */
  readonly table: Effect.Effect<VersionsTable>
  /** Only reads, and takes a table that is not there for an empty one. */
  readonly read: Effect.Effect<Recorded, DatabaseError>
  /** Makes the table, or adds to Ecto's or dbmate's what Sterna writes. Harmless when done twice, or by two at once. */
  readonly prepare: Effect.Effect<Recorder, DatabaseError>
  /** Makes the ledger. Harmless when done twice, or by two at once. */
  readonly prepareLedger: Effect.Effect<void, DatabaseError>
}>()("sterna/history/Journal") {
  /**
   * A function: see `RepoDialect.layer`.
   *
   * @param sternaVersion what is recorded beside each version that is applied
   */
  static readonly layer = (
    sternaVersion?: string,
    { elsewhere = false, sent = untold }: JournalPlace = {},
  ): Layer.Layer<Journal, never, Repo | RepoDialect> =>
    Layer.effect(
      Journal,
      Effect.gen(function*() {
        const dialect = yield* RepoDialect
        const { ledger, versions } = dialect
        const { connection: own, settings: { versionsTable } } = yield* Repo
        const connection = toldConnection(own, sent)

        let table = versionsTable
        const found = (prefix: unknown) => {
          if (table.prefix === undefined && typeof prefix === "string") table = { ...table, prefix }
        }

        const rowsOf = (sql: string) =>
          connection.query(sql).pipe(
            Effect.catchIf(
              (error) => error.kind === "missing table",
              (): Effect.Effect<ReadonlyArray<Row> | undefined> => Effect.undefined,
            ),
          )

        const readLedger = Effect.suspend(() => rowsOf(ledger.select(table)))

        const read = Effect.gen(function*() {
          const rows = yield* rowsOf(versions.select(table))
          if (rows === undefined) yield* versions.refuseHidden?.(connection, table) ?? Effect.void
          found(rows?.[0]?.["versions_prefix"])
          const applied = yield* Effect.fromResult(
            Result.all((rows ?? []).filter(isVersion).map((row) => decodeApplied(row, table.name))),
          )
          // A table that was never there has had no migration in flight beside it.
          const inFlight = rows === undefined || rows[0]?.["has_ledger"] === false || rows[0]?.["has_ledger"] === 0
            ? []
            : yield* readLedger
          return {
            applied,
            inFlight: yield* Effect.fromResult(inFlightOf(inFlight ?? [], ledgerTable(table).name)),
          }
        })

        const columns = Effect.suspend(() => versions.columns(connection, table))

        const addColumn = (column: OwnColumn) =>
          connection.batch([{ sql: versions.addColumn(table, column) }]).pipe(
            // Another process may have added it first, or this role may not: what counts is what is there afterwards.
            Effect.catchIf(({ kind }) => kind === "statement" || kind === "forbidden", () => Effect.void),
          )

        const create = Effect.suspend(() => connection.batch([{ sql: versions.create(table) }])).pipe(
          // A table that is to be made can miss nothing but where it goes.
          Effect.mapError((error) => error.kind === "missing table" ? missingPrefix(error) : error),
        )

        const prepare = Effect.gen(function*() {
          let present = yield* columns
          if (present.length === 0) {
            // Of two that create it at once, one may fail on some servers: then the other was first.
            const exit = yield* Effect.exit(create)
            present = yield* columns.pipe(
              Effect.catch((error) => Exit.isFailure(exit) ? Effect.failCause(exit.cause) : Effect.fail(error)),
            )
            if (present.length === 0) {
              yield* exit
            }
          }
          if (table.prefix === undefined) found(yield* versions.locate?.(connection, table) ?? Effect.undefined)
          const lacking = ownColumns.filter((column) => !present.includes(column))
          if (lacking.length > 0) {
            yield* Effect.forEach(lacking, addColumn, { discard: true }).pipe(
              // Who holds the table now is waited for once, and not for each column.
              Effect.catchIf(({ kind }) => kind === "busy", () => Effect.void),
            )
            present = yield* columns
          }
          return {
            insert: (row: VersionRow) => versions.insert(table, present, { sternaVersion, ...row }),
            delete: (version: bigint) => versions.delete(table, version),
            missing: ownColumns.filter((column) => !present.includes(column)),
          }
        })

        let ledgerIsThere = false
        const prepareLedger = Effect.gen(function*() {
          if (ledgerIsThere) return
          if ((yield* readLedger) === undefined) {
            const exit = yield* Effect.exit(connection.batch([{ sql: ledger.create(table) }]))
            if (Exit.isFailure(exit) && (yield* readLedger) === undefined) yield* exit
          }
          ledgerIsThere = true
        })

        return {
          dialect,
          connection: own,
          elsewhere,
          table: Effect.sync(() => table),
          read,
          prepare,
          prepareLedger,
        }
      }),
    )
}

/** An empty versions table answers with one row that only says whether there is a ledger. */
const isVersion = (row: Row): boolean => row["version"] !== null

const missingPrefix = ({ code, hint, problem, sql }: DatabaseError): DatabaseError =>
  new DatabaseError({
    kind: "missing prefix",
    problem,
    ...code === undefined ? {} : { code },
    ...sql === undefined ? {} : { sql },
    ...hint === undefined ? {} : { hint },
  })
