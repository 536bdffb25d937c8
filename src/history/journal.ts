import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import type { VersionRow } from "../dialect/versions-table.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type Applied, decodeApplied } from "./applied.ts"

/** A versions table that is there: it writes the statements that record a migration. */
export interface Recorder {
  readonly insert: (row: VersionRow) => string
  readonly delete: (version: bigint) => string
  /** Sterna's own columns that the table lacks and that could not be added. */
  readonly missing: ReadonlyArray<string>
}

const ownColumns = ["name", "checksum", "duration_ms"] as const

/** The versions table of a repo. */
export class Journal extends Service.Service<Journal, {
  /** What was applied, in no order. Only reads, and takes a table that is not there for an empty one. */
  readonly read: Effect.Effect<ReadonlyArray<Applied>, DatabaseError>
  /** Makes the table, or adds to Ecto's or dbmate's what Sterna writes. Harmless when done twice, or by two at once. */
  readonly prepare: Effect.Effect<Recorder, DatabaseError>
}>()("sterna/history/Journal") {
  /** A function: see `RepoDialect.layer`. */
  static readonly layer = (): Layer.Layer<Journal, never, Repo | RepoDialect> =>
    Layer.effect(
      Journal,
      Effect.gen(function*() {
        const { versions } = yield* RepoDialect
        const { connection, settings: { versionsTable: table } } = yield* Repo

        const read = connection.query(versions.select(table)).pipe(
          Effect.catchIf((error) => error.kind === "missing table", () => Effect.succeed([])),
          Effect.flatMap((rows) => Effect.fromResult(Result.all(rows.map((row) => decodeApplied(row, table.name))))),
        )

        const columns = versions.columns(connection, table)

        const addColumn = (column: (typeof ownColumns)[number]) =>
          connection.batch([{ sql: versions.addColumn(table, column) }]).pipe(
            // Another process may have added it first or hold the table now, or this role may not: what counts is what is
            // there afterwards.
            Effect.catchIf(({ kind }) => kind === "statement" || kind === "forbidden" || kind === "busy", () =>
              Effect.void),
          )

        const create = connection.batch([{ sql: versions.create(table) }])

        const prepare = Effect.gen(function*() {
          let present = yield* columns
          if (present.length === 0) {
            // Of two that create it at once, one may fail on some servers: then the other was first.
            const exit = yield* Effect.exit(create)
            present = yield* columns.pipe(
              Effect.catch((error) =>
                Exit.isFailure(exit) ? Effect.failCause(exit.cause) : Effect.fail(error)
              ),
            )
            if (present.length === 0) {
              yield* exit
            }
          }
          const lacking = ownColumns.filter((column) => !present.includes(column))
          if (lacking.length > 0) {
            yield* Effect.forEach(lacking, addColumn, { discard: true })
            present = yield* columns
          }
          return {
            insert: (row: VersionRow) => versions.insert(table, present, row),
            delete: (version: bigint) => versions.delete(table, version),
            missing: ownColumns.filter((column) => !present.includes(column)),
          }
        })

        return { read, prepare }
      }),
    )
}
