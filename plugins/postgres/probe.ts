import * as Effect from "effect/Effect"
import type { Connection, DatabaseError, Finding, Probe } from "sterna/dialect"
import { literal, qualifiedName } from "./versions.ts"

/**
 * Asks `pg_index` whether an index was built concurrently, or dropped: all else here is transactional, and never in doubt.
 * One whose build was cut off stays behind as an invalid one (manual, CREATE INDEX, "Building Indexes Concurrently").
 */
export const probe = (connection: Connection, asked: Probe): Effect.Effect<Finding, DatabaseError> => {
  if (asked._tag !== "Index") return Effect.succeed({ _tag: "Unclear" })
  const { index, present, table } = asked
  const which = table === undefined
    ? `i.indexrelid = to_regclass(${literal(qualifiedName(index))})`
    : `i.indrelid = to_regclass(${literal(qualifiedName(table))}) AND c.relname = ${literal(index.name)}`
  return Effect.map(
    connection.query(
      "SELECT i.indisvalid, format('%I.%I', n.nspname, c.relname) AS name FROM pg_catalog.pg_index AS i "
        + "JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
        + `JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE ${which}`,
    ),
    ([found]): Finding => {
      if (found === undefined) return { _tag: present ? "Fails" : "Holds" }
      if (!present) return { _tag: "Fails" }
      return found["indisvalid"] === true
        ? { _tag: "Holds" }
        : { _tag: "Broken", repair: `DROP INDEX CONCURRENTLY IF EXISTS ${String(found["name"])}` }
    },
  )
}
