import * as Effect from "effect/Effect"
import type { Source } from "../history/source.ts"
import type { Command } from "../migration/command.ts"

/** Warns once of SQL that a run under a prefix sends as it stands. */
export interface PrefixWarning {
  readonly ofCommand: (command: Command) => Effect.Effect<void>
  readonly ofQuery: (sql: string) => Effect.Effect<void>
}

/** @param prefix that of the run, where its names are not found by the search path */
export const prefixWarning = (
  { name, version }: Source,
  prefix: string | undefined,
  warn: (message: string) => Effect.Effect<void>,
): PrefixWarning => {
  if (prefix === undefined) return { ofCommand: () => Effect.void, ofQuery: () => Effect.void }
  let warned = false
  const once = Effect.suspend(() => {
    if (warned) return Effect.void
    warned = true
    return warn(
      `${version} ${name}: its SQL runs as it stands, without the prefix. Let it find the prefix first with --search-path.`,
    )
  })
  return {
    ofCommand: (command) => isRawSql(command) ? once : Effect.void,
    ofQuery: (sql) => sql.includes(prefix) ? Effect.void : once,
  }
}

const isRawSql = (command: Command): boolean =>
  command._tag === "ExecuteFile" || (command._tag === "Execute" && typeof command.up === "string")
