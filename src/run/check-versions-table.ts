import * as Effect from "effect/Effect"
import { advisedForget, type AdvisedRepo } from "../dialect/advised-command.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { ownColumns } from "../dialect/versions-table.ts"
import { type Applied, decodeApplied } from "../history/applied.ts"
import { refuseChangedFiles, restoreFileHint } from "../history/changed-files.ts"
import { HistoryMismatch } from "../history/history-mismatch.ts"
import type { SourceError } from "../history/source-error.ts"
import type { Source } from "../history/source.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { type CheckResult, failed, holds, holdsBut } from "./check-result.ts"

/**
 * Looks whether the versions table has the shape of one, whose rows are versions, whose files are there and as they were
 * when they were applied.
 *
 * @param sources the files; `undefined` where they are not known
 */
export const checkVersionsTable = Effect.fnUntraced(function*(
  sources: ReadonlyArray<Source> | undefined,
): Effect.fn.Return<
  CheckResult<DatabaseError | HistoryMismatch | SourceError>,
  DatabaseError,
  Repo | RepoDialect
> {
  const { versions } = yield* RepoDialect
  const { connection, settings } = yield* Repo
  const { versionsTable: table } = settings
  const columns = yield* versions.columns(connection, table)
  if (columns.length === 0) {
    yield* versions.refuseHidden?.(connection, table) ?? Effect.void
    return holds(`There is no table ${table.name} yet: the first migration makes it.`)
  }
  const foreign = ["version", "inserted_at"].filter((column) => !columns.includes(column))
  // dbmate's has no time.
  if (foreign.includes("version")) return failed(noVersionsTable(table.name))
  const rows = yield* connection.query(versions.select(table))
  const decoded = rows.filter((row) => row["version"] !== null).map((row) => decodeApplied(row, table.name))
  const strange = decoded.flatMap((row) => row._tag === "Failure" ? [row.failure] : [])
  if (strange.length > 0) return failed(...strange)
  const applied = decoded.flatMap((row): ReadonlyArray<Applied> => row._tag === "Success" ? [row.success] : [])
  const count = `${applied.length} ${applied.length === 1 ? "migration is" : "migrations are"} applied`
  const odd = oddColumns(table.name, columns)
  if (sources === undefined) return holdsBut(odd, `${count}. Their files were not looked for.`)

  const changed = yield* Effect.result(refuseChangedFiles(settings, sources, applied))
  if (changed._tag === "Failure") return failed(inOneSentence(changed.failure))
  const files = new Set(sources.map(({ version }) => version))
  const missing = applied.filter(({ version }) => !files.has(version))
  const recorded = new Set(applied.map(({ version }) => version))
  const pending = sources.filter(({ tag, version }) => tag === "schema" && !recorded.has(version)).length
  return holdsBut([...odd, ...missing.map((each) => missingFile(settings, each))], `${count}, ${pending} pending.`)
})

const oddColumns = (table: string, columns: ReadonlyArray<string>): ReadonlyArray<string> => {
  const lacking = ownColumns.filter((column) => !columns.includes(column))
  return lacking.length === 0
    ? []
    : [
      `The table ${table} has no column ${
        lacking.join(", ")
      }: the next run adds what it lacks, if this user owns the table.`,
    ]
}

const missingFile = (repo: AdvisedRepo, { name, version }: Applied): string =>
  `${version}${name === undefined ? "" : ` ${name}`} is applied, but there is no file of that version. Bring it back, `
  + `unless it belongs to a newer release: a rollback needs it. If it is gone for good: ${
    advisedForget(repo, [version])
  }.`

/** Without the checksums, which say nothing to a reader, and the flag that only a run has. */
const inOneSentence = (error: HistoryMismatch | SourceError): HistoryMismatch | SourceError => {
  if (error._tag !== "HistoryMismatch") return error
  const { acceptHint = "", changed = [], reason, repo, versions } = error
  const paths = changed.map(({ path }) => path).join(", ")
  return new HistoryMismatch({
    repo,
    reason,
    versions,
    changed,
    problem: `${paths} ${
      changed.length === 1 ? "was" : "were"
    } changed after being applied. ${restoreFileHint}. ${acceptHint}`,
  })
}

const noVersionsTable = (table: string): DatabaseError =>
  new DatabaseError({
    kind: "statement",
    problem: `The table ${table} has no column version, so that it is no versions table.`,
    hint: "Set migrationSource to another name.",
  })
