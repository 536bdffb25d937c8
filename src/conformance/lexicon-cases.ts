import * as Effect from "effect/Effect"
import * as Order from "effect/Order"
import type { SqlLexicon } from "../doors/dialect.ts"
import { add } from "../doors/sterna.ts"
import { splitStatements } from "../migration/sql-statement.ts"
import { transactionControl } from "../migration/transaction-control.ts"
import { type Cases, conformanceCase, equals, holds } from "./conformance-case.ts"
import { scratchTable } from "./scratch-table.ts"

/** Statements that hold statements, as the databases that have them write them; what undoes it stands behind it. */
const bodies = (table: string): { readonly [Compound in SqlLexicon["compound"]]: readonly [string, string] } => ({
  trigger: [
    `CREATE TRIGGER conformance_body AFTER INSERT ON ${table} BEGIN UPDATE ${table} SET t = 'x;'; SELECT 1; END`,
    "DROP TRIGGER conformance_body",
  ],
  routine: [
    `CREATE PROCEDURE conformance_body() BEGIN IF 1 = 1 THEN SELECT 1; END IF; UPDATE ${table} SET t = 'x;'; END`,
    "DROP PROCEDURE conformance_body",
  ],
  atomic: [
    "CREATE FUNCTION conformance_body() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
    "DROP FUNCTION conformance_body",
  ],
  none: ["SELECT 1", "SELECT 2"],
})

/** That the tokenizer reads a script as the server does. */
export const lexiconCases: Cases = (subject) => {
  const { connect, dialect: { lexicon, transaction } } = subject
  const scratch = Effect.gen(function*() {
    const connection = yield* connect
    return { connection, table: yield* scratchTable(subject, connection, "conformance_script", [add("t", "text")]) }
  })
  return [
    conformanceCase(
      "lexicon: a script with semicolons in strings and comments",
      "It splits into its statements, and each of them runs.",
      Effect.gen(function*() {
        const { connection, table } = yield* scratch
        const script = [
          "-- a comment; with a semicolon, an unmatched ' and \"",
          `INSERT INTO ${table.name} VALUES ('a;b');`,
          `/* a block; of 'comment */ INSERT INTO ${table.name} VALUES ('it''s; -- no comment'), ('/* nor */ this;');`,
          "  ;",
          `UPDATE ${table.name} SET t = t -- behind; it`,
          "WHERE t <> ';'",
        ].join("\n")
        const statements = splitStatements(script, lexicon)
        yield* equals(statements.length, 3, "The number of statements")
        yield* connection.batch(statements.map(({ text }) => ({ sql: text })))
        const found = (yield* table.rows(connection)).map(({ t }) => String(t)).toSorted(Order.String)
        yield* equals(found, ["/* nor */ this;", "a;b", "it's; -- no comment"], "The rows")
      }),
    ),
    conformanceCase(
      "lexicon: a body with statements",
      "A statement that holds statements (a trigger, a routine) is split from its neighbours and not within, and runs.",
      Effect.gen(function*() {
        const { connection, table } = yield* scratch
        const [create, drop] = bodies(table.name)[lexicon.compound]
        const statements = splitStatements(`SELECT 1;\n${create};\n${drop}`, lexicon)
        yield* equals(statements.length, 3, "The number of statements")
        yield* connection.batch(statements.map(({ text }) => ({ sql: text })))
      }),
    ),
    conformanceCase(
      "lexicon: knows its own transactions",
      "What `transaction` begins and ends one with counts as transaction control, so that raw SQL is refused for it.",
      Effect.gen(function*() {
        const { begin, commit, rollback } = transaction
        for (const sql of [begin({ rebuilds: false }).at(-1) ?? "", commit, rollback]) {
          yield* holds(transactionControl(sql, lexicon) !== undefined, `${sql} is known as transaction control.`)
        }
        yield* equals(transactionControl("SELECT 1", lexicon), undefined, "The transaction control in SELECT 1")
      }),
    ),
  ]
}
