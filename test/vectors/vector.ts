import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { LanguageSettings } from "sterna/dialect"

/** What a vector expects of one database. */
export interface Expectation<Schema = unknown> {
  readonly before: ReadonlyArray<string>
  readonly up: ReadonlyArray<string>
  readonly down: ReadonlyArray<string>
  readonly upError: { readonly kind: string; readonly message: string } | null
  readonly downError: { readonly kind: string; readonly message: string } | null
  readonly schemaAfterUp: Schema
  readonly schemaAfterDown: Schema
}

/** The SQL of each object of SQLite, by name. */
export type SqliteSchema = { readonly [name: string]: string }

/** A migration and what Ecto does with it. */
export interface Vector {
  readonly name: string
  readonly folder: string
  readonly about: string
  readonly settings: LanguageSettings & {
    readonly migrationSource?: string
    readonly migrationLock?: "table" | "advisory" | false
  }
  readonly run: { readonly prefix?: string }
  readonly files: { readonly [name: string]: string }
  readonly postgres: Expectation | null
  readonly mysql: Expectation | null
  readonly sqlite: Expectation<SqliteSchema> | null
}

/** The recorded vectors; `undefined` where they are not beside the project. */
export const vectorsFolder = join(import.meta.dir, "../../../shared/vectors")

export const readVectors = (): ReadonlyArray<Vector> | undefined =>
  existsSync(vectorsFolder)
    ? readdirSync(vectorsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }): Vector => {
        const folder = join(vectorsFolder, name)
        return { name, folder, ...JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) }
      })
      .toSorted((one, other) => one.name.localeCompare(other.name))
    : undefined
