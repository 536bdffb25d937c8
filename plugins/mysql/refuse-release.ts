import { definesCode, type Dialect, invalid, isContent, type SqlToken, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"
import { lockPrefix } from "./lock-name.ts"

/**
 * `RELEASE_ALL_LOCKS()`, and `RELEASE_LOCK` of a name of the run's own (MySQL's manual, 14.14): also where the run is
 * locked by a row, since its session is known by such a name.
 */
export const refuseRelease: NonNullable<Dialect["refuseRelease"]> = (sql) => {
  const tokens = tokenize(sql, lexicon).filter(isContent)
  if (definesCode(tokens) || !tokens.some((_, position) => releases(tokens.slice(position, position + 4)))) {
    return undefined
  }
  return invalid(
    `${sql.trim()} would release the run's own lock as well: another run would then do the same work.`,
    "Release by its name what the migration has locked itself: DO RELEASE_LOCK('name').",
  )
}

const releases = ([name, open, argument, close]: ReadonlyArray<SqlToken>): boolean => {
  const called = open?.text === "(" ? wordOf(name) : undefined
  if (called === "RELEASE_ALL_LOCKS") return true
  // The server does not tell upper case from lower.
  return called === "RELEASE_LOCK" && close?.text === ")"
    && argument?.text.slice(1, -1).toLowerCase().startsWith(lockPrefix) === true
}
