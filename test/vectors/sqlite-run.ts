import { Database } from "bun:sqlite"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { builtinDialects } from "../../src/builtin.ts"
import { Modules } from "../../src/dialect/modules.ts"
import type { PluginError } from "../../src/dialect/plugin-error.ts"
import { Dialects } from "../../src/dialect/registry.ts"
import type { RepoSettings } from "../../src/dialect/repo.ts"
import { Events } from "../../src/events/events.ts"
import type { Direction } from "../../src/migration/direction.ts"
import type { Refusal } from "../../src/migration/refusal.ts"
import { repoLayers } from "../../src/run/layers.ts"
import { migrate, type MigrateError } from "../../src/run/migrate.ts"
import type { Expectation, SqliteSchema, Vector } from "./vector.ts"

/** What came of a migration in one direction. */
export interface Outcome {
  /** The statements sent, without transaction, lock and versions table. */
  readonly statements: ReadonlyArray<string>
  readonly error: { readonly kind: string; readonly message: string } | undefined
  /** The SQL of each object, by name, without the versions table. */
  readonly schema: SqliteSchema
}

/** Runs a vector forward, and backward if that went well, on a new SQLite file, as the executable would. */
export const runOnSqlite = async (
  vector: Vector,
  expected: Expectation<SqliteSchema>,
): Promise<{ readonly up: Outcome; readonly down: Outcome | undefined }> => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-vector-"))
  try {
    layOut(vector, folder)
    using database = new Database(join(folder, "vector.db"), { create: true })
    for (const sql of expected.before) database.run(sql)
    const up = await run(vector, folder, "up", database)
    return { up, down: up.error === undefined ? await run(vector, folder, "down", database) : undefined }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const layOut = ({ files, folder: source }: Vector, folder: string): void => {
  const migrations = join(folder, "migrations")
  mkdirSync(join(folder, "node_modules"))
  mkdirSync(migrations)
  symlinkSync(join(import.meta.dir, "../.."), join(folder, "node_modules", "sterna"))
  cpSync(join(source, "migration.ts"), join(migrations, "1_vector.ts"))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(migrations, name)), { recursive: true })
    writeFileSync(join(migrations, name), content)
  }
}

const run = async (vector: Vector, folder: string, direction: Direction, database: Database): Promise<Outcome> => {
  const statements: Array<string> = []
  const events = Layer.succeed(Events, {
    emit: (event) => Effect.sync(() => void (event._tag === "StatementSent" && statements.push(event.sql))),
  })
  const layers = repoLayers(settingsOf(vector, folder), { readOnly: false, application: "test", abandoned: () => {} })
    .pipe(
      Layer.provideMerge(Layer.mergeAll(Dialects.layer(builtinDialects), events, Modules.layer(() => {}))),
    )
  const result = await Effect.runPromise(
    Effect.result(
      migrate({
        direction,
        target: { _tag: "All" },
        tag: "schema",
        strictVersionOrder: false,
        strictHistory: false,
        ignoreMissing: false,
        acceptChanged: false,
      }).pipe(Effect.provide(layers)),
    ),
  )
  return {
    statements: statements.filter((sql) => !isOfTheRun(sql, sourceOf(vector))),
    error: Result.isFailure(result) ? errorOf(result.failure) : undefined,
    schema: schemaOf(database, vector),
  }
}

/** Whether a statement is not the migration's own: transaction, versions table. */
const isOfTheRun = (sql: string, source: string): boolean =>
  ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"].includes(sql) || sql.startsWith(`INSERT INTO main."${source}" `)
  || sql.startsWith(`DELETE FROM main."${source}" `) || sql.startsWith(`DELETE FROM main."${source}_steps" `)

const sourceOf = ({ settings }: Vector): string => settings.migrationSource ?? "schema_migrations"

const settingsOf = (vector: Vector, folder: string): RepoSettings => ({
  name: "default",
  url: Redacted.make(`sqlite:${join(folder, "vector.db")}`),
  dialect: undefined,
  directory: folder,
  folders: [{ path: join(folder, "migrations"), tag: "schema" }],
  versionsTable: { name: sourceOf(vector), prefix: undefined },
  lock: vector.settings.migrationLock ?? "table",
  lockTimeout: Duration.seconds(5),
  cancelOrphan: false,
  language: { ...vector.settings, ...vector.run },
})

/** An error in the vectors' words. */
const errorOf = (error: MigrateError | PluginError | Refusal): { kind: string; message: string } => {
  const cause = error._tag === "MigrationRefused"
    ? error.refusal
    : error._tag === "MigrationFailed"
    ? error.reason
    : error
  switch (cause._tag) {
    case "Refusal":
      return { kind: cause.kind.replace(" ", "-"), message: cause.message }
    case "DatabaseError":
      return { kind: "database", message: cause.message }
    default:
      return { kind: cause._tag.toLowerCase(), message: cause.message }
  }
}

const schemaOf = (database: Database, vector: Vector): SqliteSchema =>
  Object.fromEntries(
    database.query(
      "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
      .values()
      .map(([name, sql]): [string, string] => [String(name), String(sql)])
      .filter(([name]) => name !== sourceOf(vector)),
  )
