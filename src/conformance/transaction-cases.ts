import * as Effect from "effect/Effect"
import { add, create, dropIfExists, table } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, failureOf } from "./conformance-case.ts"
import { scratchTable, sendCommands } from "./scratch-table.ts"

const kinds = [{ rebuilds: false }, { rebuilds: true }]

/** How transactions begin and end. */
export const transactionCases: Cases = (subject) => {
  const { connect, dialect } = subject
  const { begin, commit, restore, rollback, violations } = dialect.transaction
  const rows = Effect.gen(function*() {
    const connection = yield* connect
    const scratch = yield* scratchTable(subject, connection, "conformance_rows", [add("n", "integer")])
    const insert = { sql: `INSERT INTO ${scratch.name} VALUES (1)` }
    const send = (statements: ReadonlyArray<string>) => connection.batch(statements.map((sql) => ({ sql })))
    return { connection, insert: insert.sql, send, count: Effect.map(scratch.rows(connection), ({ length }) => length) }
  })
  return [
    ...kinds.map((kind) =>
      conformanceCase(
        `transaction: commit${kind.rebuilds ? " with a rebuild" : ""}`,
        "What lies between begin and commit is there afterwards, and the session is as before.",
        Effect.gen(function*() {
          const { connection, count, insert, send } = yield* rows
          yield* send([...begin(kind), insert, commit, ...restore(kind)])
          yield* equals(yield* count, 1, "The number of rows")
          yield* send([insert])
          yield* equals(yield* count, 2, "The number of rows after the transaction")
          yield* equals(yield* violations(connection), [], "Rows that break a foreign key")
        }),
      )
    ),
    conformanceCase(
      "transaction: rollback",
      "What lies between begin and rollback is gone, and the session goes on.",
      Effect.gen(function*() {
        const { count, insert, send } = yield* rows
        const kind = { rebuilds: false }
        yield* send([...begin(kind), insert])
        yield* equals(yield* count, 1, "The number of rows in the transaction")
        yield* send([rollback, ...restore(kind)])
        yield* equals(yield* count, 0, "The number of rows")
      }),
    ),
    conformanceCase(
      "transaction: a failure in a batch",
      "A batch from begin to commit in which a statement fails leaves nothing behind once it is rolled back.",
      Effect.gen(function*() {
        const { count, insert, send } = yield* rows
        const kind = { rebuilds: false }
        const wrong = "SELECT no_such_column_anywhere AS n"
        const error = yield* failureOf(
          send([...begin(kind), insert, wrong, insert, commit]),
          "A statement that is wrong",
        )
        yield* equals(error.sql, wrong, "The error's statement")
        yield* Effect.ignore(send([rollback, ...restore(kind)]))
        yield* equals(yield* count, 0, "The number of rows")
        yield* send([...begin(kind), insert, commit])
        yield* equals(yield* count, 1, "The number of rows of the next transaction")
      }),
    ),
    ...dialect.capabilities.transactionalDdl
      ? [
        conformanceCase(
          "capabilities.transactionalDdl: a table is gone after the rollback",
          "A table that was created in a transaction that was rolled back is not there.",
          Effect.gen(function*() {
            const connection = yield* connect
            const name = "conformance_undone"
            const kind = { rebuilds: false }
            yield* Effect.addFinalizer(() =>
              Effect.ignore(sendCommands(subject, connection, [dropIfExists(table(name))]))
            )
            yield* connection.batch(begin(kind).map((sql) => ({ sql })))
            yield* sendCommands(subject, connection, [create(table(name))])
            yield* connection.batch([rollback, ...restore(kind)].map((sql) => ({ sql })))
            const quoted = yield* Effect.fromResult(dialect.quoteName(name))
            const error = yield* failureOf(connection.query(`SELECT * FROM ${quoted}`), "A table that was undone")
            yield* equals(error.kind, "missing table", "The kind of the error")
          }),
        ),
      ]
      : [],
  ]
}
