import * as Effect from "effect/Effect"
import { extname } from "node:path"
import { Files } from "../dialect/files.ts"

/**
 * A sentence for each of these files, whose names have no version, that holds a migration all the same, and would be passed
 * over. Reads them: what is kept beside migrations, code that they share and SQL that they execute, is none.
 */
export const unversionedMigrations = (paths: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<string>> =>
  Effect.map(
    Files,
    (files) =>
      paths.filter((path) => holdsMigration(path, textOf(() => files.read(path)))).map((path) =>
        `${path} holds a migration and is passed over: its name has no version. Rename it to VERSION_name, as sterna gen `
        + "does, or let its name begin with _ to keep it aside."
      ),
  )

/** Whether a text says that it is a migration. Pure. */
export const holdsMigration = (path: string, text: string): boolean =>
  extname(path) === ".sql"
    ? /^[ \t]*--[ \t]*migrate:up\b/m.test(text)
    : /^[ \t]*export[ \t]+default[ \t]+migration[ \t]*\(/m.test(text)

/** What cannot be read is no concern of who reads no more than a warning out of it. */
const textOf = (read: () => Uint8Array): string => {
  try {
    return new TextDecoder().decode(read())
  } catch {
    return ""
  }
}
