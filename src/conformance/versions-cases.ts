import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { versionColumns } from "../dialect/toolkit/version-row.ts"
import type { Connection, DatabaseError, Refusal, VersionRow } from "../doors/dialect.ts"
import { add, type CreateEntry, dropIfExists, table as tableOf } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, failureOf, holds } from "./conformance-case.ts"
import { scratchTable, sendCommands } from "./scratch-table.ts"
import type { Subject } from "./subject.ts"

const table = { name: "conformance_versions", prefix: undefined }
const row: VersionRow = { version: 20_260_101_000_000n, name: "it's \\ odd", checksum: "1:a:b", startedAt: 0 }

/** Versions tables that others made, with which Sterna has to get along. */
const foreign: ReadonlyArray<readonly [owner: string, columns: ReadonlyArray<CreateEntry>]> = [
  ["Ecto's", [add("version", "bigint", { primaryKey: true }), add("inserted_at", "naive_datetime")]],
  ["dbmate's", [add("version", "string", { primaryKey: true, size: 128 })]],
]

/** The statements of the versions table. */
export const versionsCases: Cases = (subject) => {
  const { connect, dialect: { versions } } = subject
  // Where there is no row, one may stand there all the same, which has no version.
  const rowsOf = (connection: Connection) =>
    Effect.map(
      connection.query(versions.select(table)),
      (rows) => rows.filter(({ version }) => version !== null),
    )
  const made = Effect.gen(function*() {
    const connection = yield* withoutTable(subject)
    yield* connection.batch([{ sql: versions.create(table) }])
    return connection
  })
  return [
    conformanceCase(
      "versions: a table that is not there",
      "It has no columns, and to select from it is `missing table`.",
      Effect.gen(function*() {
        const connection = yield* withoutTable(subject)
        yield* equals(yield* versions.columns(connection, table), [], "The columns")
        const error = yield* failureOf(connection.query(versions.select(table)), "A versions table that is not there")
        yield* equals(error.kind, "missing table", "The kind of the error")
      }),
    ),
    conformanceCase(
      "versions: create",
      "The table has Ecto's columns and Sterna's own.",
      Effect.gen(function*() {
        const connection = yield* made
        yield* equals(yield* versions.columns(connection, table), versionColumns, "The columns")
        yield* equals(yield* rowsOf(connection), [], "The rows")
      }),
    ),
    conformanceCase(
      "versions: create twice, and at once",
      "Whoever comes second changes nothing: the table is there for both, whether or not the second is refused.",
      Effect.gen(function*() {
        const connection = yield* withoutTable(subject)
        const other = yield* connect
        const create = (each: Connection) => Effect.exit(each.batch([{ sql: versions.create(table) }]))
        yield* Effect.all([create(connection), create(other)], { concurrency: "unbounded" })
        yield* connection.batch([{ sql: versions.insert(table, versionColumns, row) }])
        yield* create(other)
        yield* equals((yield* rowsOf(other)).length, 1, "The number of rows")
        yield* equals(yield* versions.columns(other, table), versionColumns, "The columns")
      }),
    ),
    conformanceCase(
      "versions: insert and delete",
      "A row is read as it was written, with a time in UTC and a duration that the server found, and goes again.",
      Effect.gen(function*() {
        const connection = yield* made
        const startedAt = yield* Clock.currentTimeMillis
        yield* connection.batch([{ sql: versions.insert(table, versionColumns, { ...row, startedAt }) }])
        const [read] = yield* rowsOf(connection)
        const { checksum, duration_ms: duration, inserted_at: insertedAt, name, version } = read ?? {}
        yield* equals([String(version), name, checksum], [String(row.version), row.name, row.checksum], "The row")
        yield* holds(
          typeof duration === "number" && duration >= 0,
          "The duration is a number of milliseconds.",
          duration,
        )
        const text = insertedAt instanceof Date ? insertedAt.toISOString() : String(insertedAt)
        const at = Date.parse(`${text.slice(0, 19).replace(" ", "T")}Z`)
        yield* holds(Math.abs(at - startedAt) < 600_000, "The time is now, in UTC.", insertedAt)
        yield* equals(read?.["sterna_version"], null, "The version of Sterna, where none is said")
        yield* connection.batch([{ sql: versions.setChecksum(table, row.version, "1:it's:\\") }])
        const [changed] = yield* rowsOf(connection)
        yield* equals({ ...changed }, { ...read, checksum: "1:it's:\\" }, "The row with another checksum")
        yield* connection.batch([{ sql: versions.delete(table, row.version) }])
        yield* equals(yield* rowsOf(connection), [], "The rows after the delete")
      }),
    ),
    conformanceCase(
      "versions: the same version twice",
      "The second insert is `duplicate`, so that of two that ran without a lock one gives way.",
      Effect.gen(function*() {
        const connection = yield* made
        const insert = versions.insert(table, versionColumns, row)
        yield* connection.batch([{ sql: insert }])
        const error = yield* failureOf(connection.batch([{ sql: insert }]), "A version that is there already")
        yield* equals(error.kind, "duplicate", "The kind of the error")
      }),
    ),
    ...foreign.map(([owner, columns]) =>
      conformanceCase(
        `versions: ${owner} table`,
        `A table of ${owner} shape gets Sterna's columns without losing a row, and can still be read by its owner.`,
        Effect.gen(function*() {
          const connection = yield* connect
          const scratch = yield* scratchTable(subject, connection, table.name, columns)
          const names = columns.flatMap((column) => column._tag === "Add" ? [column.column] : [])
          yield* equals(yield* versions.columns(connection, table), names, "The columns")
          yield* connection.batch([{ sql: `INSERT INTO ${scratch.name} (version) VALUES ('0001')` }])
          yield* connection.batch([{ sql: versions.insert(table, names, row) }])
          for (const column of ["name", "checksum", "duration_ms", "sterna_version"] as const) {
            yield* connection.batch([{ sql: versions.addColumn(table, column) }])
          }
          const now = yield* versions.columns(connection, table)
          yield* equals(now, [...names, "name", "checksum", "duration_ms", "sterna_version"], "The columns afterwards")
          yield* connection.batch([{ sql: versions.insert(table, now, { ...row, version: 20_260_102_000_000n }) }])
          yield* connection.batch([{ sql: versions.delete(table, 1n) }, { sql: versions.delete(table, row.version) }])
          const left = yield* rowsOf(connection)
          yield* equals(left.map(({ version }) => String(version)), ["20260102000000"], "The versions that are left")
        }),
      )
    ),
  ]
}

/** A connection to a database without the versions table, which is gone again when the scope ends. */
const withoutTable = (subject: Subject): Effect.Effect<Connection, DatabaseError | Refusal, Scope.Scope> =>
  Effect.gen(function*() {
    const connection = yield* subject.connect
    const drop = sendCommands(subject, connection, [dropIfExists(tableOf(table.name))])
    yield* drop
    yield* Effect.addFinalizer(() => Effect.ignore(drop))
    return connection
  })
