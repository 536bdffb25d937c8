/** Prints what is in a SQLite file, read without Sterna: `bun scripts/example/tables.ts PATH`. */
import { Database } from "bun:sqlite"

interface Master {
  readonly name: string
}

/** The tables of a SQLite database with their columns, rows and indexes, a line each. */
export function describeTables(database: Database): ReadonlyArray<string> {
  return names(
    database,
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name",
  )
    .flatMap((table) => [
      `${table} (${columns(database, table).join(", ")}), rows: ${countRows(database, table)}`,
      ...indexes(database, table).map((index) => `  index ${index}`),
    ])
}

const names = (database: Database, sql: string, ...parameters: ReadonlyArray<string>): ReadonlyArray<string> =>
  database.query<Master, Array<string>>(sql).all(...parameters).map(({ name }) => name)

const columns = (database: Database, table: string) =>
  names(database, "select trim(name || ' ' || lower(type)) as name from pragma_table_info(?) order by cid", table)

const indexes = (database: Database, table: string) =>
  names(
    database,
    "select name from sqlite_master where type = 'index' and sql is not null and tbl_name = ? order by name",
    table,
  )

const countRows = (database: Database, table: string): string =>
  names(database, `select count(*) as name from "${table.replaceAll("\"", "\"\"")}"`).join("")

if (import.meta.main) {
  const [path] = process.argv.slice(2)
  if (path === undefined) throw new Error("usage: bun scripts/example/tables.ts PATH")
  using database = new Database(path, { readonly: true })
  for (const line of describeTables(database)) console.log(line)
}
