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
import { Dialects } from "../../src/dialect/registry.ts"
import type { RepoSettings } from "../../src/dialect/repo.ts"
import { Events } from "../../src/events/events.ts"
import type { Direction } from "../../src/migration/direction.ts"
import { repoLayers } from "../../src/run/layers.ts"
import { migrate, type MigrateError } from "../../src/run/migrate.ts"
import type { Expectation, Vector } from "./vector.ts"

/** What came of a migration in one direction. */
export interface Outcome {
  /** The statements sent, without transaction, lock and versions table. */
  readonly statements: ReadonlyArray<string>
  readonly error: { readonly kind: string; readonly message: string } | undefined
  /** The SQL of each object, by name, without the versions table. */
  readonly schema: { readonly [name: string]: string }
}

/** Runs a vector forward, and backward if that went well, on a new SQLite file. */
export const runOnSqlite = async (
  vector: Vector,
  expected: Expectation,
): Promise<{ readonly up: Outcome; readonly down: Outcome | undefined }> => {
  const folder = mkdtempSync(join(tmpdir(), "sterna-vector-"))
  try {
    layOut(vector, folder)
    const file = join(folder, "vector.db")
    using database = new Database(file, { create: true })
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
  const result = await Effect.runPromise(
    Effect.result(migrate({ direction, target: { _tag: "All" } } as never)).pipe(
      Effect.provide(repoLayers(settingsOf(vector, folder), { readOnly: false, abandoned: () => {} })),
      Effect.provide([Modules.layer(() => {}), Dialects.layer(builtinDialects), events]),
      Effect.provide(events),
    ) as never,
  ) as Result.Result<unknown, MigrateError>
  return {
    statements,
    error: Result.isFailure(result) ? errorOf(result.failure) : undefined,
    schema: schemaOf(database),
  }
}
