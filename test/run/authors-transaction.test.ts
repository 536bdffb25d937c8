import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { lexicon as mysql } from "../../plugins/mysql/lexicon.ts"
import { lexicon as postgres } from "../../plugins/postgres/lexicon.ts"
import { lexicon as sqlite } from "../../plugins/sqlite/lexicon.ts"
import type { SqlLexicon } from "../../src/migration/sql-lexicon.ts"
import { authorsTransaction, refuseChain } from "../../src/run/authors-transaction.ts"

/** What each of the statements does, as they go by one after the other. */
const controls = (lexicon: SqlLexicon, statements: ReadonlyArray<string>): ReadonlyArray<string> => {
  const transaction = authorsTransaction({ lexicon })
  return statements.map((sql) => {
    const control = transaction.control(sql)
    if (control === "opens" || control === "locks") transaction.opened()
    if (control === "commits" || control === "undoes") transaction.closed()
    return control
  })
}

const cases: ReadonlyArray<readonly [SqlLexicon, ReadonlyArray<readonly [sql: string, control: string]>]> = [
  [postgres, [["BEGIN", "opens"], ["SAVEPOINT a", "none"], ["ROLLBACK TO a", "none"], ["COMMIT", "commits"]]],
  [postgres, [["start transaction read write", "opens"], ["ABORT", "undoes"], ["END", "commits"]]],
  [postgres, [["BEGIN", "opens"], ["PREPARE TRANSACTION 'x'", "undoes"], ["COMMIT PREPARED 'x'", "none"]]],
  [sqlite, [["BEGIN IMMEDIATE", "opens"], ["SAVEPOINT a", "none"], ["RELEASE a", "none"], ["END", "commits"]]],
  [sqlite, [["SAVEPOINT a", "opens"], ["INSERT INTO t VALUES (1)", "none"], ["RELEASE SAVEPOINT A", "commits"]]],
  [sqlite, [["savepoint \"a\"", "opens"], ["SAVEPOINT b", "none"], ["RELEASE a", "commits"], ["RELEASE b", "none"]]],
  // Of two of one name the inner one goes first.
  [sqlite, [["SAVEPOINT a", "opens"], ["SAVEPOINT a", "none"], ["RELEASE a", "none"], ["RELEASE a", "commits"]]],
  [sqlite, [
    ["SAVEPOINT a", "opens"],
    ["SAVEPOINT b", "none"],
    ["ROLLBACK TRANSACTION TO SAVEPOINT a", "none"],
    ["RELEASE a", "commits"],
  ]],
  [sqlite, [["SAVEPOINT a", "opens"], ["ROLLBACK", "undoes"], ["SAVEPOINT b", "opens"], ["COMMIT", "commits"]]],
  [mysql, [["LOCK TABLES t WRITE", "locks"], ["UNLOCK TABLES", "undoes"], ["SET autocommit = 0", "none"]]],
  [mysql, [["XA START 'x'", "opens"], ["XA END 'x'", "undoes"]]],
]

test.each(cases.map(([lexicon, steps]) => [steps.map(([sql]) => sql).join("; "), lexicon, steps] as const))(
  "%s",
  (_, lexicon, steps) =>
    expect(controls(lexicon, steps.map(([sql]) => sql))).toEqual(steps.map(([, control]) => control)),
)

test.each([
  ["COMMIT AND CHAIN", true],
  ["rollback work and chain", true],
  ["END TRANSACTION AND NO CHAIN", false],
  ["COMMIT", false],
  ["ROLLBACK TO SAVEPOINT chain", false],
  ["SELECT 1 AND chain", false],
])("%s is refused: %p", async (sql, refused) => {
  const result = await Effect.runPromise(Effect.result(refuseChain(sql, { lexicon: postgres })))
  expect(result._tag).toBe(refused ? "Failure" : "Success")
})
