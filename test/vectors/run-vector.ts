import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
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
import type { Vector } from "./vector.ts"

/** What a run of a migration in one direction came to. */
export interface Ran {
  /** All statements sent, those of the transaction and of the versions table as well. */
  readonly statements: ReadonlyArray<string>
  readonly error: { readonly kind: string; readonly message: string } | undefined
}

/** A name of a vector, and what takes its place. */
export interface Renamed {
  readonly from: string
  readonly to: string
}

/** A vector laid out as a project, whose migration runs as the executable would run it. */
export class VectorProject implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "sterna-vector-"))
  readonly #vector: Vector

  constructor(vector: Vector, renamed?: Renamed) {
    const text = (original: string) => renamed === undefined ? original : original.replaceAll(renamed.from, renamed.to)
    const { run, settings } = vector
    this.#vector = { ...vector, ...JSON.parse(text(JSON.stringify({ run, settings }))) }
    const migrations = join(this.folder, "migrations")
    mkdirSync(join(this.folder, "node_modules"))
    mkdirSync(migrations)
    symlinkSync(join(import.meta.dir, "../.."), join(this.folder, "node_modules", "sterna"))
    writeFileSync(
      join(migrations, "1_vector.ts"),
      text(readFileSync(join(vector.folder, "migration.ts"), "utf8")),
    )
    for (const [name, content] of Object.entries(vector.files)) {
      mkdirSync(dirname(join(migrations, name)), { recursive: true })
      writeFileSync(join(migrations, name), content)
    }
  }

  /** Runs the migration on the database of a URL. */
  async run(url: string, direction: Direction): Promise<Ran> {
    const statements: Array<string> = []
    const events = Layer.succeed(Events, {
      emit: (event) => Effect.sync(() => void (event._tag === "StatementSent" && statements.push(event.sql))),
    })
    const access = { readOnly: false, application: "test", abandoned: () => {} }
    const layers = repoLayers(this.#settings(url), access).pipe(
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
    return { statements, error: Result.isFailure(result) ? errorOf(result.failure) : undefined }
  }

  #settings(url: string): RepoSettings {
    const { run, settings } = this.#vector
    return {
      name: "default",
      url: Redacted.make(url),
      dialect: undefined,
      directory: this.folder,
      folders: [{ path: join(this.folder, "migrations"), tag: "schema" }],
      versionsTable: { name: sourceOf(this.#vector), prefix: undefined },
      lock: settings.migrationLock ?? "table",
      lockTimeout: Duration.seconds(5),
      cancelOrphan: false,
      timeouts: {},
      retries: undefined,
      language: { ...settings, ...run },
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }
}

/** The name of the versions table. */
export const sourceOf = ({ settings }: Vector): string => settings.migrationSource ?? "schema_migrations"

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
