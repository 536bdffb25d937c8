import { Database } from "bun:sqlite"
import { join } from "node:path"
import type { Direction } from "../../src/migration/direction.ts"
import { type Ran, sourceOf, VectorProject } from "./run-vector.ts"
import type { Expectation, SqliteSchema, Vector } from "./vector.ts"

/** What came of a migration in one direction; the statements are its own, without transaction, lock and versions table. */
export interface Outcome extends Ran {
  /** The SQL of each object, by name, without the versions table. */
  readonly schema: SqliteSchema
}

/** Runs a vector forward, and backward if that went well, on a new SQLite file, as the executable would. */
export const runOnSqlite = async (
  vector: Vector,
  expected: Expectation<SqliteSchema>,
): Promise<{ readonly up: Outcome; readonly down: Outcome | undefined }> => {
  using project = new VectorProject(vector)
  const file = join(project.folder, "vector.db")
  using database = new Database(file, { create: true })
  for (const sql of expected.before) database.run(sql)
  const run = async (direction: Direction): Promise<Outcome> => {
    const { error, statements } = await project.run(`sqlite:${file}`, direction)
    return {
      statements: statements.filter((sql) => !isOfTheRun(sql, sourceOf(vector))),
      error,
      schema: schemaOf(database, vector),
    }
  }
  const up = await run("up")
  return { up, down: up.error === undefined ? await run("down") : undefined }
}

/** Whether a statement is not the migration's own: transaction, versions table. */
const isOfTheRun = (sql: string, source: string): boolean =>
  ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"].includes(sql) || sql.startsWith(`INSERT INTO main."${source}" `)
  || sql.startsWith(`DELETE FROM main."${source}" `) || sql.startsWith(`DELETE FROM main."${source}_steps" `)

const schemaOf = (database: Database, vector: Vector): SqliteSchema =>
  Object.fromEntries(
    database.query(
      "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
      .values()
      .map(([name, sql]): [string, string] => [String(name), String(sql)])
      .filter(([name]) => name !== sourceOf(vector)),
  )
