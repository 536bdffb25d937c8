import { definesCode, type Dialect, invalid, isContent, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** What releases the session's advisory locks, of which the run's is one (manual, 9.28.10 and "DISCARD"). */
export const refuseRelease: NonNullable<Dialect["refuseRelease"]> = (sql, mode) => {
  if (mode !== "advisory") return undefined
  const tokens = tokenize(sql, lexicon).filter(isContent)
  const discards = wordOf(tokens[0]) === "DISCARD" && wordOf(tokens[1]) === "ALL"
  const isAll = discards
    || (!definesCode(tokens)
      && tokens.some(({ text }, position) =>
        text.replaceAll("\"", "").toLowerCase() === "pg_advisory_unlock_all" && tokens[position + 1]?.text === "("
      ))
  return isAll
    ? invalid(
      `${sql.trim()} would release the run's own lock as well: another run would then do the same work.`,
      discards
        ? "Say what is to be discarded: DISCARD PLANS, SEQUENCES or TEMP, RESET ALL."
        : "Release by its number what the migration has locked itself: SELECT pg_advisory_unlock(number).",
    )
    : undefined
}
