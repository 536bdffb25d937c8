import { existsSync, statSync } from "node:fs"
import { eventually } from "./eventually.ts"
import { sqlFile, typescript } from "./history.ts"
import type { Project } from "./project.ts"
import type { Running } from "./running.ts"

/** A statement that writes for longer than any test waits, far beyond what SQLite keeps in memory. */
export const longInsert =
  "INSERT INTO big (text) WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4000000000) "
  + "SELECT 'a row that takes some room ' || x FROM n"

/** A migration of one such statement. */
export const longMigration = sqlFile(`CREATE TABLE big (text TEXT);\n${longInsert};`, "DROP TABLE big;")

/** What stands in its place for the next run. */
export const shortMigration = sqlFile("CREATE TABLE big (text TEXT);", "DROP TABLE big;")

/** A migration that begins a transaction, creates the table `x`, and never ends. */
export const endless = typescript("async up({ run }) { await run(create(table(\"x\"))); await new Promise(() => {}) }")

/** Waits until a run has begun the transaction of a migration that creates the table `x`. */
export async function inTransaction(project: Project, running: Running): Promise<void> {
  await running.says("create table x")
  await eventually(() => existsSync(project.path("blog.db-journal")) || running.hasEnded)
}

/** Waits until a long migration has written so much that it has left SQLite's memory. */
export async function halfWritten(project: Project, running: Running): Promise<void> {
  const size = (path: string) => statSync(project.path(path), { throwIfNoEntry: false })?.size ?? 0
  await eventually(() => size("blog.db") + size("blog.db-wal") > 5_000_000 || running.hasEnded)
  if (running.hasEnded) throw new Error(`It ended before it had written much:\n${running.stderr}`)
}

/** Kills a migration in the middle of its transaction, so that the database is left with a journal to roll back. */
export async function killHalfWay(project: Project): Promise<void> {
  const running = project.start(["migrate"])
  await halfWritten(project, running)
  running.signal("SIGKILL")
  await running.ended()
}
