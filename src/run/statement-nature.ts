import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { type Nature, transactional, unknown } from "../dialect/nature.ts"
import type { Statement } from "../dialect/step.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { SqlLexicon } from "../migration/sql-lexicon.ts"
import { tokenize } from "../migration/sql-scanner.ts"

/** What the dialect knows of an author's own words. */
export const natureOfWords = (sql: string, dialect: Dialect): Nature => dialect.nature?.(sql) ?? unknown

/** What is known of a statement by itself: a command says it, and of an author's words the dialect. */
export const natureOf = ({ nature, sql, transactional: undone, written }: Statement, dialect: Dialect): Nature => {
  if (written === true) return natureOfWords(sql, dialect)
  return undone ? transactional : nature ?? unknown
}

/**
 * What becomes of statements outside a migration's transaction, beside what is known of each by itself. Where the database
 * has tables without transactions, it is asked for them once, when the first statement comes that might be one of theirs.
 */
export const natureByTables = (
  dialect: Dialect,
  connection: Connection,
): (sql: string, nature: Nature) => Effect.Effect<Nature, DatabaseError> => {
  let tables: ReadonlyArray<string> | undefined
  return Effect.fnUntraced(function*(sql, nature) {
    if (nature._tag !== "Transactional" || dialect.nontransactionalTables === undefined) return nature
    tables ??= yield* dialect.nontransactionalTables(connection)
    return namesOneOf(sql, dialect.lexicon, tables) ? unknown : nature
  })
}

const namesOneOf = (sql: string, lexicon: SqlLexicon, tables: ReadonlyArray<string>): boolean => {
  if (tables.length === 0) return false
  const names = new Set(tables.map((name) => name.toLowerCase()))
  return tokenize(sql, lexicon).some(({ kind, text }) =>
    (kind === "word" && names.has(text.toLowerCase()))
    || (kind === "quotedName" && names.has(text.slice(1, -1).toLowerCase()))
  )
}
