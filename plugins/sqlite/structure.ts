import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import {
  type Connection,
  type ConnectionTarget,
  DatabaseError,
  isContent,
  loadStructure,
  type Structure,
  tokenize,
  versionColumns,
  type VersionsTable,
} from "sterna/dialect"
import { connect } from "./connection.ts"
import { databaseFile, memory } from "./database-file.ts"
import { lexicon } from "./lexicon.ts"
import { transaction } from "./transaction.ts"
import { literal, quoted, versions } from "./versions.ts"

/** The schema as SQLite keeps it, in an order in which it can be made again, and the rows of the versions table. */
export const structure: Structure = {
  dump: (target, table) => Effect.scoped(dump(target, table)),
  load: (connection, file) => loadStructure(connection, file, { lexicon, transaction }),
}

const dump = Effect.fnUntraced(function*(target: ConnectionTarget, table: VersionsTable) {
  const file = yield* Effect.fromResult(databaseFile(Redacted.value(target.url), target.directory))
  if (file !== memory && !fs.existsSync(file)) {
    return yield* new DatabaseError({
      kind: "unreachable",
      problem: `There is no database file ${file}.`,
      hint: `Make it with \`${target.createCommand ?? "sterna create"}\`, or check the path in the URL.`,
    })
  }
  const connection = yield* connect(target)
  // Schema and versions of one moment.
  yield* connection.query("BEGIN")
  const objects = yield* Effect.map(connection.query(schema), (rows) => rows.map(({ sql }) => terminated(String(sql))))
  const rows = yield* versionRows(connection, table)
  return [...objects, ...rows].map((statement) => `${statement}\n`).join("")
})

/**
 * Without SQLite's own tables, the indexes that come with a key, and the tables that a virtual table makes for itself.
 * Views and triggers come last, since they name tables; by name, so that it does not matter what was made first.
 */
const schema = `SELECT object.sql AS sql FROM sqlite_schema AS object
  LEFT JOIN pragma_table_list AS list ON list.schema = 'main' AND list.name = object.tbl_name
  WHERE object.sql IS NOT NULL AND object.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND coalesce(list.type, '') <> 'shadow'
  ORDER BY CASE object.type WHEN 'table' THEN coalesce(list.type, '') = 'virtual'
    WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, object.name`

/** Without a comment at its end, which would take the semicolon along, and which the next database would not keep. */
const terminated = (sql: string): string => {
  const tokens = tokenize(sql, lexicon)
  return `${tokens.slice(0, tokens.findLastIndex(isContent) + 1).map(({ text }) => text).join("")};`
}

const versionRows = Effect.fnUntraced(function*(
  connection: Connection,
  table: VersionsTable,
): Effect.fn.Return<ReadonlyArray<string>, DatabaseError> {
  const present = yield* versions.columns(connection, table)
  if (present.length === 0) return []
  const columns = versionColumns.filter((column) => present.includes(column)).map(quoted)
  const into = `INSERT INTO ${quoted(table.name)} (${columns.join(", ")}) VALUES (`
  const values = columns.map((column) => `quote(${column})`).join(" || ', ' || ")
  const rows = yield* connection.query(
    `SELECT ${literal(into)} || ${values} || ');' AS statement FROM main.${quoted(table.name)} `
      + `ORDER BY CAST("version" AS INTEGER)`,
  )
  return rows.map(({ statement }) => String(statement))
})
