import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Connection, DatabaseError, DataCommand, Refusal } from "../doors/dialect.ts"
import { create, type CreateEntry, dropIfExists, type Row, table } from "../doors/sterna.ts"
import type { Subject } from "./subject.ts"

/** A table that a case has for itself. */
export interface ScratchTable {
  /** As the database spells it, quoted. */
  readonly name: string
  readonly rows: (connection: Connection) => Effect.Effect<ReadonlyArray<Row>, DatabaseError>
}

/** Makes a table without a key of its own, by the dialect's own compile; dropped with the scope. */
export const scratchTable = Effect.fnUntraced(function*(
  subject: Subject,
  connection: Connection,
  name: string,
  columns: ReadonlyArray<CreateEntry>,
): Effect.fn.Return<ScratchTable, DatabaseError | Refusal, Scope.Scope> {
  const drop = sendCommands(subject, connection, [dropIfExists(table(name))])
  yield* drop
  yield* Effect.acquireRelease(
    sendCommands(subject, connection, [create(table(name, { primaryKey: false }), columns)]),
    () => Effect.ignore(drop),
  )
  const quoted = yield* Effect.fromResult(subject.dialect.quoteName(name))
  return { name: quoted, rows: (other) => other.query(`SELECT * FROM ${quoted}`) }
})

/** Compiles commands that are statements on every database, and sends them one by one. */
export const sendCommands = (
  { dialect }: Subject,
  connection: Connection,
  commands: ReadonlyArray<DataCommand>,
): Effect.Effect<void, DatabaseError | Refusal> =>
  Effect.forEach(commands, (command) =>
    Effect.flatMap(
      Effect.fromResult(dialect.compile(command, { settings: {}, server: connection.server })),
      (steps) => connection.batch(steps.flatMap((step) => step._tag === "Statement" ? [{ sql: step.sql }] : [])),
    ), { discard: true })
