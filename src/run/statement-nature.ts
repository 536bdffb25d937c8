import * as Effect from "effect/Effect"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import { type Nature, transactional, unknown } from "../dialect/nature.ts"
import type { Statement } from "../dialect/step.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { SqlLexicon } from "../migration/sql-lexicon.ts"
import { tokenize } from "../migration/sql-scanner.ts"

/**
 * What becomes of statements outside a migration's transaction. Where the database has tables without transactions, it is
 * asked for them once, when the first statement comes that might be one of theirs.
 */
export const natureOf = (
  dialect: Dialect,
  connection: Connection,
): (statement: Statement) => Effect.Effect<Nature, DatabaseError> => {
  let tables: ReadonlyArray<string> | undefined
  return Effect.fnUntraced(function*(statement) {
    const nature = said(statement, dialect)
    if (nature._tag !== "Transactional" || dialect.nontransactionalTables === undefined) return nature
    tables ??= yield* dialect.nontransactionalTables(connection)
    return namesOneOf(statement.sql, dialect.lexicon, tables) ? unknown : nature
  })
}

const said = ({ nature, sql, transactional: undone, written }: Statement, dialect: Dialect): Nature => {
  if (written === true) return dialect.nature?.(sql) ?? unknown
  return undone ? transactional : nature ?? unknown
}

const namesOneOf = (sql: string, lexicon: SqlLexicon, tables: ReadonlyArray<string>): boolean => {
  if (tables.length === 0) return false
  const names = new Set(tables.map((name) => name.toLowerCase()))
  return tokenize(sql, lexicon).some(({ kind, text }) =>
    (kind === "word" && names.has(text.toLowerCase()))
    || (kind === "quotedName" && names.has(text.slice(1, -1).toLowerCase()))
  )
}
