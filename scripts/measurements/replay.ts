import { Database } from "bun:sqlite"

interface Row {
  readonly text: string
}

/**
 * A script for the sqlite3 program that does what a run of `sterna migrate` did to a database: the same statements, read
 * back from it, each migration's table and index in one transaction with its row of the versions table.
 *
 * @param path The database after the run; the table of its n-th migration is called `tn`.
 */
export function replayScript(path: string): string {
  using database = new Database(path, { readonly: true })
  const read = (sql: string, ...parameters: ReadonlyArray<string>): ReadonlyArray<string> =>
    database.query<Row, Array<string>>(sql).all(...parameters).map(({ text }) => text)
  const made = (table: string) =>
    read("select sql || ';' as text from sqlite_master where tbl_name = ? and sql is not null order by rowid", table)

  const values = read("select 'quote(\"' || name || '\")' as text from pragma_table_info('schema_migrations')")
  const rows = read(`select ${values.join(" || ', ' || ")} as text from schema_migrations order by version`)
  return [
    ...read("select 'PRAGMA journal_mode = ' || journal_mode || ';' as text from pragma_journal_mode"),
    "PRAGMA foreign_keys = on;",
    ...made("schema_migrations"),
    ...rows.flatMap((row, position) => [
      "BEGIN IMMEDIATE;",
      ...made(`t${position + 1}`),
      `INSERT INTO schema_migrations VALUES (${row});`,
      "COMMIT;",
    ]),
    "",
  ].join("\n")
}
