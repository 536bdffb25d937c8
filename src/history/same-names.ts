import * as Effect from "effect/Effect"
import { SourceError } from "./source-error.ts"
import type { Source } from "./source.ts"

/** Refuses two migrations of one name in what is about to run (Ecto.Migrator, `ensure_no_duplication!`). */
export const refuseSameNames = (sources: ReadonlyArray<Source>): Effect.Effect<void, SourceError> => {
  const byName = new Map<string, Source>()
  for (const source of sources) {
    const other = byName.get(source.name)
    if (other !== undefined) {
      const problem = `Two migrations have the name "${source.name}": ${other.path} and ${source.path}. `
        + "Give one of them another name."
      return Effect.fail(new SourceError({ paths: [other.path, source.path], problem }))
    }
    byName.set(source.name, source)
  }
  return Effect.void
}
