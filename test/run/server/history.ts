import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { builtinDialects } from "../../../src/builtin.ts"
import { Modules } from "../../../src/dialect/modules.ts"
import { Dialects } from "../../../src/dialect/registry.ts"
import type { RepoSettings } from "../../../src/dialect/repo.ts"
import type { Event } from "../../../src/events/event.ts"
import { Events } from "../../../src/events/events.ts"
import type { Direction } from "../../../src/migration/direction.ts"
import { repoLayers } from "../../../src/run/layers.ts"
import { migrate } from "../../../src/run/migrate.ts"
import type { Files } from "../../executable/project.ts"

const project = join(import.meta.dir, "../../..")

/** The migrations of a project, run in this process. Gone when it is disposed of. */
export class History implements Disposable {
  readonly folder: string
  readonly #temporary: string | undefined

  /** Of the files given, or of the example. */
  constructor(files?: Files) {
    if (files === undefined) {
      this.folder = join(project, "migrations")
      return
    }
    this.#temporary = mkdtempSync(join(tmpdir(), "sterna-history-"))
    this.folder = join(this.#temporary, "migrations")
    mkdirSync(this.folder)
    mkdirSync(join(this.#temporary, "node_modules"))
    symlinkSync(project, join(this.#temporary, "node_modules/sterna"))
    symlinkSync(join(project, "node_modules/effect"), join(this.#temporary, "node_modules/effect"))
    for (const [path, text] of Object.entries(files)) writeFileSync(join(this.#temporary, path), text)
  }

  /** Migrates all, up or down. `seen` is told each event. */
  readonly run = (
    url: string,
    direction: Direction,
    { seen = () => {}, ...overrides }: Partial<RepoSettings> & { readonly seen?: (event: Event) => void } = {},
  ) => {
    const settings: RepoSettings = {
      name: "default",
      url: Redacted.make(url),
      dialect: undefined,
      directory: this.folder,
      folders: [{ path: this.folder, tag: "schema" }],
      versionsTable: { name: "schema_migrations", prefix: undefined },
      lock: "table",
      lockTimeout: Duration.seconds(20),
      cancelOrphan: false,
      timeouts: {},
      retries: undefined,
      language: {},
      ...overrides,
    }
    const events = Layer.succeed(Events, { emit: (event) => Effect.sync(() => seen(event)) })
    const access = { readOnly: false, application: "sterna test", abandoned: () => {} }
    const layers = repoLayers(settings, access).pipe(
      Layer.provideMerge(Layer.mergeAll(Dialects.layer(builtinDialects), events, Modules.layer(() => {}))),
    )
    return migrate({
      direction,
      target: { _tag: "All" },
      tag: "schema",
      strictVersionOrder: false,
      strictHistory: false,
      ignoreMissing: false,
      acceptChanged: false,
    }).pipe(Effect.provide(layers))
  }

  /** Runs to the end: the versions that ran, or why it failed. */
  readonly outcome = async (...args: Parameters<History["run"]>) => {
    const result = await Effect.runPromise(Effect.result(this.run(...args)))
    return Result.isSuccess(result) ? result.success.versions : result.failure
  };

  [Symbol.dispose](): void {
    if (this.#temporary !== undefined) rmSync(this.#temporary, { recursive: true })
  }
}
