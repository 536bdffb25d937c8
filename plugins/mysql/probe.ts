import * as Effect from "effect/Effect"
import type { Connection, DatabaseError, Finding, Probe, QualifiedName } from "sterna/dialect"
import { isSameType } from "./same-type.ts"
import { literal } from "./sql-text.ts"

/** Asks `information_schema` whether a statement was done (MySQL's manual, 28.3). */
export const probe = (connection: Connection, asked: Probe): Effect.Effect<Finding, DatabaseError> =>
  Effect.map(connection.query(question(asked)), ([row]): Finding => {
    const { present } = asked
    if (row === undefined) return { _tag: present ? "Fails" : "Holds" }
    if (!present) return { _tag: "Fails" }
    // It is there as something else: whoever made it, it was not this statement.
    const isOther = asked._tag === "Column" && asked.type !== undefined && !isSameType(asked.type, String(row["type"]))
    return { _tag: isOther ? "Unclear" : "Holds" }
  })

const question = (asked: Probe): string => {
  switch (asked._tag) {
    case "Table":
      return `SELECT 1 AS found FROM information_schema.tables WHERE ${of(asked.table)}`
    case "Column":
      return `SELECT column_type AS type FROM information_schema.columns WHERE ${of(asked.table)} `
        + `AND column_name = ${literal(asked.column)}`
    case "Index": {
      const { index, table } = asked
      return `SELECT 1 AS found FROM information_schema.statistics WHERE ${
        table === undefined ? `table_schema = ${schema(index)}` : of(table)
      } AND index_name = ${literal(index.name)} LIMIT 1`
    }
    case "Constraint":
      return `SELECT 1 AS found FROM information_schema.table_constraints WHERE ${of(asked.table)} `
        + `AND constraint_name = ${literal(asked.constraint ?? "PRIMARY")} LIMIT 1`
  }
}

const schema = ({ prefix }: QualifiedName): string => prefix === undefined ? "DATABASE()" : literal(prefix)

const of = (table: QualifiedName): string => `table_schema = ${schema(table)} AND table_name = ${literal(table.name)}`
