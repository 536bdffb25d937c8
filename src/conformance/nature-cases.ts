import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Connection, DataCommand, Finding, Nature, Statement } from "../doors/dialect.ts"
import {
  add,
  alter,
  constraint,
  create,
  drop,
  dropIfExists,
  fragment,
  index,
  remove,
  rename,
  table,
} from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, holds } from "./conformance-case.ts"
import { sendCommands } from "./scratch-table.ts"

const name = "conformance_natured"
const other = "conformance_renamed"
const ofCode = { name: "conformance_natured_code" }

/** Changes that stand on each other, each of one thing that a schema shows. */
const changes: ReadonlyArray<DataCommand> = [
  create(table(name), [add("code", "integer")]),
  alter(table(name), [add("label", "string", { size: 40 })]),
  create(index(name, ["code"], ofCode)),
  drop(index(name, ["code"], ofCode)),
  create(index(name, ["code"], { ...ofCode, concurrently: true })),
  drop(index(name, ["code"], { ...ofCode, concurrently: true })),
  create(constraint(name, "conformance_natured_check", { check: "code > 0" })),
  rename(table(name), "label", { to: "caption" }),
  alter(table(name), [remove("caption")]),
  rename(table(name), { to: table(other) }),
  drop(table(other)),
]

type Probed = Extract<Nature, { readonly _tag: "Probed" }>

const probesOf = ({ nature, transactional }: Statement): Probed["probes"] =>
  !transactional && nature?._tag === "Probed" ? nature.probes : []

/** What is known of statements that run outside a transaction, and how it is found out whether they were done. */
export const natureCases: Cases = (subject) => {
  const { connect, dialect: { compile, nature, probe } } = subject
  const statementsOf = (command: DataCommand, connection: Connection): ReadonlyArray<Statement> =>
    Result.getOrElse(compile(command, { settings: {}, server: connection.server }), () => [])
      .flatMap((step) => step._tag === "Statement" ? [step] : [])
  return [
    ...nature === undefined ? [] : [
      conformanceCase(
        "nature: no change is taken for a read",
        "A query that reads is `Read`, or nothing is known of it; a statement that writes is never `Read`, `Session` or "
          + "`Repeatable`: it would be sent twice.",
        Effect.gen(function*() {
          const reads = nature("SELECT name FROM people WHERE id = 1")._tag
          yield* holds(["Read", "Transactional", "Unknown"].includes(reads), "A query is `Read` at best.", reads)
          for (
            const sql of [
              "INSERT INTO people (name) VALUES ('SELECT')",
              "/* SELECT */ UPDATE people SET n = n + 1",
              "DELETE FROM people",
              "nonsense of no database",
            ]
          ) {
            const tag = nature(sql)._tag
            yield* holds(!["Read", "Session", "Repeatable"].includes(tag), `\`${sql}\` may not be sent twice.`, tag)
          }
        }),
      ),
    ],
    conformanceCase(
      "probe: shows whether a statement was done",
      "Of each statement that `compile` gives the nature `Probed`, a probe `Fails` before it and all of them `Holds` after "
        + "it; where there is such a statement, there is `probe`.",
      Effect.gen(function*() {
        const connection = yield* connect
        const clear = sendCommands(subject, connection, [dropIfExists(table(name)), dropIfExists(table(other))])
        yield* clear
        yield* Effect.addFinalizer(() => Effect.ignore(clear))
        for (const command of changes) {
          for (const statement of statementsOf(command, connection)) {
            const probes = probesOf(statement)
            yield* holds(probes.length === 0 || probe !== undefined, "A dialect with `Probed` statements has `probe`.")
            const ask = Effect.forEach(
              probes,
              (each): Effect.Effect<Finding, { readonly message: string }> =>
                probe === undefined ? Effect.succeed({ _tag: "Unclear" }) : probe(connection, each),
            )
            const before = yield* ask
            yield* holds(
              probes.length === 0 || before.some(({ _tag }) => _tag === "Fails"),
              `A probe fails before \`${statement.sql}\`.`,
              before,
            )
            yield* connection.batch([{ sql: statement.sql }])
            const after = (yield* ask).map(({ _tag }) => _tag)
            yield* equals(after, probes.map(() => "Holds"), `What the probes find after \`${statement.sql}\``)
          }
        }
      }),
    ),
    conformanceCase(
      "compile: says what outlives a rollback",
      "A statement that is not transactional has no place where DDL is: of a dialect that says `transactionalDdl` all "
        + "statements of a plain change of the schema are transactional.",
      Effect.gen(function*() {
        const connection = yield* connect
        const plain = [create(table(name), [add("code", "integer", { default: fragment("1") })]), drop(table(name))]
        const found = plain.flatMap((command) => statementsOf(command, connection))
        yield* holds(
          !subject.dialect.capabilities.transactionalDdl || found.every(({ transactional }) => transactional),
          "They are transactional.",
          found,
        )
      }),
    ),
  ]
}
