import * as Effect from "effect/Effect"
import { add } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, failureOf, holds } from "./conformance-case.ts"
import { scratchTable } from "./scratch-table.ts"

const name = "conformance_statements"
const numbers = [add("n", "integer", { null: false })]

/** How statements are sent and answered. */
export const statementCases: Cases = (subject) => {
  const { connect, dialect } = subject
  const table = Effect.gen(function*() {
    const connection = yield* connect
    return { connection, table: yield* scratchTable(subject, connection, name, numbers) }
  })
  const missing = Effect.map(
    Effect.fromResult(dialect.quoteName("conformance_missing")),
    (quoted) => `SELECT * FROM ${quoted}`,
  )
  return [
    conformanceCase(
      "query: rows and columns",
      "Rows come in the server's order, each with its columns by name.",
      Effect.gen(function*() {
        const connection = yield* connect
        const rows = yield* connection.query("SELECT 1 AS n, 'one' AS t UNION ALL SELECT 2, 'two' ORDER BY 1 DESC")
        yield* equals(rows.map((row) => [Number(row["n"]), row["t"]]), [[2, "two"], [1, "one"]], "The rows")
        yield* equals(yield* connection.query("SELECT 1 AS n WHERE 1 = 0"), [], "No rows")
      }),
    ),
    conformanceCase(
      "query: an error names its statement, and the connection goes on",
      "What the server refuses is a `statement` error with its SQL; the next statement is answered.",
      Effect.gen(function*() {
        const connection = yield* connect
        const sql = "SELECT no_such_column_anywhere AS n"
        const error = yield* failureOf(connection.query(sql), "An unknown column")
        yield* equals([error.kind, error.sql], ["statement", sql], "The error's kind and statement")
        yield* holds(error.problem !== "", "The error has the server's words.")
        const [row] = yield* connection.query("SELECT 1 AS n")
        yield* equals(Number(row?.["n"]), 1, "The next answer")
      }),
    ),
    conformanceCase(
      "query: a table that is not there",
      "The error is `missing table`, so that a versions table that is not there counts as empty.",
      Effect.gen(function*() {
        const connection = yield* connect
        const error = yield* failureOf(connection.query(yield* missing), "A table that is not there")
        yield* equals(error.kind, "missing table", "The kind of the error")
      }),
    ),
    conformanceCase(
      "batch: in order, and nothing for nothing",
      "The statements of a batch run one after the other; an empty batch is no error.",
      Effect.gen(function*() {
        const { connection, table: { name: into, rows } } = yield* table
        yield* connection.batch([])
        yield* connection.batch([
          { sql: `INSERT INTO ${into} VALUES (1)` },
          { sql: `UPDATE ${into} SET n = n + 1` },
          { sql: `INSERT INTO ${into} VALUES (1)` },
        ])
        const found = (yield* rows(connection)).map(({ n }) => Number(n)).toSorted((one, other) => one - other)
        yield* equals(found, [1, 2], "The rows")
      }),
    ),
    conformanceCase(
      "batch: stops at the first statement that fails",
      "What stands behind it is not run, what stood before stays, and the error has the statement's SQL.",
      Effect.gen(function*() {
        const { connection, table: { name: into, rows } } = yield* table
        const wrong = `INSERT INTO ${into} VALUES (no_such_column_anywhere)`
        const error = yield* failureOf(
          connection.batch([
            { sql: `INSERT INTO ${into} VALUES (1)` },
            { sql: wrong },
            { sql: `INSERT INTO ${into} VALUES (2)` },
          ]),
          "A statement that is wrong",
        )
        yield* equals(error.sql, wrong, "The error's statement")
        yield* equals((yield* rows(connection)).map(({ n }) => Number(n)), [1], "The rows")
      }),
    ),
    conformanceCase(
      "batch: parameters",
      "A statement of a batch takes parameters, in their places.",
      Effect.gen(function*() {
        const { connection, table: { name: into, rows } } = yield* table
        const [one, two] = [dialect.placeholder(1), dialect.placeholder(2)]
        yield* connection.batch([
          { sql: `INSERT INTO ${into} VALUES (${one})`, parameters: [7] },
          { sql: `UPDATE ${into} SET n = ${one} WHERE n = ${two}`, parameters: [8, 7] },
        ])
        yield* equals((yield* rows(connection)).map(({ n }) => Number(n)), [8], "The rows")
      }),
    ),
  ]
}
