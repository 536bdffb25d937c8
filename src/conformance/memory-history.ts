import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ledgerTable } from "../dialect/ledger-table.ts"
import { Modules } from "../dialect/modules.ts"
import { Dialects } from "../dialect/registry.ts"
import { Repo, type RepoDialect } from "../dialect/repo.ts"
import type { Capabilities } from "../doors/dialect.ts"
import { dropIfExists, type Migration, table } from "../doors/sterna.ts"
import { Events } from "../events/events.ts"
import type { Journal } from "../history/journal.ts"
import type { Target } from "../history/plan.ts"
import { repoLayers } from "../run/layers.ts"
import type { MigrationLock } from "../run/lock.ts"
import { migrate, type MigrateError } from "../run/migrate.ts"
import { sendCommands } from "./scratch-table.ts"
import type { Subject } from "./subject.ts"

const versionsTable = { name: "conformance_versions", prefix: undefined }

/** What the run on one connection needs. */
export type Run = Repo | RepoDialect | Journal | MigrationLock | Events | Modules

/** A history whose files hold nothing: the run is handed the migrations as values. */
export interface MemoryHistory {
  /** Puts a migration at the end of the history; its version. */
  readonly append: (name: string, migration: Migration) => bigint
  readonly run: (direction: "up" | "down", target?: Target) => Effect.Effect<
    ReadonlyArray<bigint>,
    MigrateError,
    Run
  >
  /** A connection of its own, for one run after the other. */
  readonly layers: (lock?: "locked" | "unlocked") => Layer.Layer<Run, { readonly message: string }>
  /** The same, to begin without a versions table and to leave none. */
  readonly within: <A, E>(
    effect: Effect.Effect<A, E, Run>,
    lock?: "locked" | "unlocked",
  ) => Effect.Effect<A, E | { readonly message: string }>
}

/** Makes a history; its folder is gone with the scope. */
export const memoryHistory = Effect.fnUntraced(function*(
  subject: Subject,
): Effect.fn.Return<MemoryHistory, never, Scope.Scope> {
  const { dialect, target } = subject
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "sterna-conformance-"))),
    (made) => Effect.sync(() => rmSync(made, { recursive: true })),
  )
  const drop = Effect.flatMap(
    Repo,
    ({ connection }) =>
      sendCommands(
        subject,
        connection,
        [versionsTable, ledgerTable(versionsTable)].map(({ name }) => dropIfExists(table(name))),
      ),
  )
  const migrations = new Map<string, Migration>()
  const modules = Layer.succeed(Modules, {
    load: (path) => Effect.succeed({ default: migrations.get(path) }),
  })
  const layers: MemoryHistory["layers"] = (lock = "locked") =>
    repoLayers({
      name: "conformance",
      url: target.url,
      dialect: dialect.name,
      directory: target.directory,
      folders: [{ path: folder, tag: "schema" }],
      versionsTable,
      lock: lock === "locked" && modeOf(dialect.capabilities),
      lockTimeout: target.lockTimeout,
      cancelOrphan: false,
      timeouts: {},
      retries: undefined,
      language: {},
    }, { readOnly: false, application: target.application, abandoned: target.abandoned }).pipe(
      Layer.provideMerge(Layer.mergeAll(
        Dialects.layer([{
          name: dialect.name,
          schemes: dialect.schemes,
          load: () => Promise.resolve({ default: dialect }),
        }]),
        Layer.succeed(Events, { emit: () => Effect.void }),
        modules,
      )),
    )
  return {
    append: (name, migration) => {
      const version = BigInt(migrations.size + 1)
      const path = join(folder, `${version}_${name}.ts`)
      writeFileSync(path, `// ${name}\n`)
      migrations.set(path, migration)
      return version
    },
    run: (direction, to = { _tag: "All" }) =>
      Effect.map(
        migrate({
          direction,
          target: to,
          tag: "schema",
          strictVersionOrder: false,
          strictHistory: false,
          ignoreMissing: false,
          acceptChanged: false,
        }),
        ({ versions }) => versions,
      ),
    layers,
    // On a connection of its own first: where the database is made with the first statement, it is there then.
    within: (effect, lock) =>
      Effect.andThen(
        Effect.provide(drop, layers(lock)),
        Effect.provide(Effect.ensuring(effect, Effect.ignore(drop)), layers(lock)),
      ),
  }
})

const modeOf = ({ advisoryLocks, tableLock }: Capabilities) => tableLock ? "table" : advisoryLocks && "advisory"
