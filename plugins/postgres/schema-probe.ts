import * as Effect from "effect/Effect"
import type { Connection, DatabaseError, Finding, Probe, QualifiedName } from "sterna/dialect"
import { probe } from "./probe.ts"
import { literal, qualifiedName } from "./versions.ts"

/**
 * Asks the catalog whether a change of the schema was done, for a relative of PostgreSQL that commits each by itself (manual,
 * 51 "System Catalogs"). A type is compared as the server reads it; a name that is cut, or the primary key, is unclear.
 */
export const schemaProbe = (connection: Connection, asked: Probe): Effect.Effect<Finding, DatabaseError> => {
  if (asked._tag === "Index") return probe(connection, asked)
  const { present } = asked
  if (asked._tag === "Constraint" && asked.constraint === undefined) return Effect.succeed({ _tag: "Unclear" })
  return Effect.map(connection.query(question(asked)), ([row]): Finding => {
    if (row === undefined) return { _tag: present ? "Fails" : "Holds" }
    if (!present) return { _tag: "Fails" }
    return { _tag: row["same"] === false ? "Unclear" : "Holds" }
  })
}

const question = (asked: Exclude<Probe, { readonly _tag: "Index" }>): string => {
  const table = relation(asked.table)
  switch (asked._tag) {
    case "Table":
      return `SELECT true AS same FROM pg_catalog.pg_class WHERE oid = ${table}`
    case "Column": {
      const same = asked.type === undefined ? "true" : `atttypid = ${typeNumber(asked.type)}`
      return `SELECT ${same} AS same FROM pg_catalog.pg_attribute WHERE attrelid = ${table} `
        + `AND attname = ${literal(asked.column)} AND NOT attisdropped`
    }
    case "Constraint":
      return `SELECT true AS same FROM pg_catalog.pg_constraint WHERE conrelid = ${table} `
        + `AND conname = ${literal(asked.constraint ?? "")}`
  }
}

const relation = (table: QualifiedName): string => `to_regclass(${literal(qualifiedName(table))})::oid`

/** The type's own number, without its length; a serial is an integer that has a default. */
const typeNumber = (written: string): string => {
  const type = written.replace(/\(.*?\)/g, "").replace(/ GENERATED .*$/s, "").trim()
  const integer = type.replace(/^(small|big)?serial$/i, "$1int")
  return `to_regtype(${literal(integer)})::oid`
}
