import type { Dialect } from "../dialect/dialect.ts"
import { tokenize } from "../migration/sql-scanner.ts"
import { isContent, wordOf } from "../migration/sql-token.ts"
import type { JournalledStatement } from "./step-sender.ts"

/**
 * Knows, by the statements that earlier runs have done, the temporary tables that were gone with their sessions: what
 * stood in them cannot be had again.
 */
export const lostTables = ({ lexicon }: Pick<Dialect, "lexicon">) => {
  const lost = new Set<string>()
  const contentOf = (sql: string) => tokenize(sql, lexicon).filter(isContent)
  const named = (sql: string) =>
    lost.size === 0
      ? []
      : contentOf(sql).flatMap(({ kind, text }) => {
        const name = kind === "quotedName" ? text.slice(1, -1) : text.toLowerCase()
        return (kind === "quotedName" || kind === "word") && lost.has(name) ? [name] : []
      })
  return {
    /** A statement that an earlier run has done. */
    passed: ({ nature, sql }: Pick<JournalledStatement, "nature" | "sql">): void => {
      if (nature._tag === "Temporary") lost.add(nature.table)
      else if (lost.size > 0 && wordOf(contentOf(sql)[0]) === "DROP") {
        for (const name of named(sql)) {
          lost.delete(name)
        }
      }
    },
    /** The first of them that a statement names. */
    namedBy: (sql: string): string | undefined => named(sql)[0],
  }
}
