import * as Effect from "effect/Effect"
import { DatabaseError } from "../../migration/database-error.ts"
import { invalid, type Refusal } from "../../migration/refusal.ts"
import type { SqlLexicon } from "../../migration/sql-lexicon.ts"
import { splitStatements, type SqlStatement } from "../../migration/sql-statement.ts"
import { transactionControl } from "../../migration/transaction-control.ts"
import type { Connection } from "../connection.ts"
import type { StructureFile } from "../structure.ts"
import type { TransactionStatements } from "../transaction-statements.ts"

/** What `loadStructure` needs to know of a dialect. */
export interface LoadOptions {
  /** By which the file is split into statements. */
  readonly lexicon: SqlLexicon
  /** The transaction that all of it runs in; left out where a change of the schema commits by itself. */
  readonly transaction?: TransactionStatements
  /** Sent behind the file's own statements, before the commit: what restores the session. */
  readonly after?: ReadonlyArray<string>
}

/**
 * Runs the statements of a structure file, in one transaction where the dialect has one for them: then a statement that
 * begins or ends one is refused, and nothing is left of the others where one fails. What fails is named with its line.
 */
export const loadStructure = Effect.fnUntraced(function*(
  connection: Connection,
  { path, text }: StructureFile,
  { after = [], lexicon, transaction }: LoadOptions,
): Effect.fn.Return<void, DatabaseError | Refusal> {
  const statements = splitStatements(text, lexicon)
  const batch = (...parts: ReadonlyArray<ReadonlyArray<string>>) =>
    connection.batch(parts.flat().map((sql) => ({ sql })))
  const texts = statements.map((each) => each.text)
  if (transaction === undefined) {
    return yield* Effect.mapError(
      batch(texts, after),
      (error) => placed(error, path, statements, "What stands before it was done and stays."),
    )
  }
  const { begin, commit, rollback } = transaction
  for (const { line, text: sql } of statements) {
    const control = transactionControl(sql, lexicon)
    if (control !== undefined) {
      const problem =
        `${path}, line ${line}: a structure is loaded in one transaction, which ${control} would break up.`
      return yield* invalid(problem, "Remove that statement, or write the file anew with `sterna dump`.")
    }
  }
  yield* batch(begin({ rebuilds: false }), texts, after, [commit]).pipe(
    Effect.onError(() => Effect.ignore(batch([rollback]))),
    Effect.mapError((error) => placed(error, path, statements, "Nothing of the file was loaded.")),
  )
})

const placed = (
  error: DatabaseError,
  path: string,
  statements: ReadonlyArray<SqlStatement>,
  outcome: string,
): DatabaseError => {
  const { code, detail, hint, kind, position, problem, sql } = error
  const line = statements.find(({ text }) => text === sql)?.line
  if (sql === undefined || line === undefined) return error
  const place = `It stands in ${path}, line ${line}. ${outcome}`
  return new DatabaseError({
    kind,
    problem,
    sql,
    detail: detail === undefined ? place : `${detail}\n${place}`,
    ...code === undefined ? {} : { code },
    ...position === undefined ? {} : { position },
    ...hint === undefined ? {} : { hint },
  })
}
