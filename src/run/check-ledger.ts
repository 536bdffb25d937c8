import * as Effect from "effect/Effect"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import { ledgerTable } from "../dialect/ledger-table.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { finishedSteps, type InFlight, inFlightOf, stepInDoubt } from "../history/in-flight.ts"
import type { Source } from "../history/source.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type CheckResult, failed, holds, holdsBut } from "./check-result.ts"
import { strayOf, withoutFile } from "./in-flight-error.ts"
import { Unresolved } from "./run-error.ts"

/** What the ledger says, and whether it is one. */
export interface CheckedLedger {
  readonly ledger: CheckResult<DatabaseError>
  readonly inFlight: ReadonlyArray<InFlight>
}

/** Looks whether the ledger's rows are Sterna's, and each belongs to a migration. */
export const checkLedger: Effect.Effect<CheckedLedger, DatabaseError, Repo | RepoDialect> = Effect.gen(function*() {
  const { ledger, versions } = yield* RepoDialect
  const { connection, settings: { versionsTable } } = yield* Repo
  const table = ledgerTable(versionsTable)
  const { name } = table
  // Of one that is not there some servers say that it is forbidden.
  const columns = yield* versions.columns(connection, table)
  if (columns.length === 0) return { ledger: holds(`There is no table ${name}: none was needed yet.`), inFlight: [] }
  const rows = yield* connection.query(ledger.select(versionsTable))
  const inFlight = yield* Effect.fromResult(inFlightOf(rows, name))
  const known = new Set(inFlight.map(({ version }) => String(version)))
  const alone = [...new Set(rows.map((row) => String(row["version"])))].filter((version) => !known.has(version))
  return {
    ledger: holdsBut(
      alone.map((version) =>
        `The table ${name} holds steps of ${version}, but not the migration itself. If no run is under way, delete them: `
        + `DELETE FROM ${name} WHERE version = ${version}.`
      ),
      `${rows.length} ${rows.length === 1 ? "row" : "rows"} in ${name}.`,
    ),
    inFlight,
  }
})

/**
 * Whether a migration in flight waits for a person. Pure.
 *
 * @param sources `undefined` where it is not known which files there are
 */
export const unresolvedResult = (
  repo: AdvisedRepo,
  inFlight: ReadonlyArray<InFlight>,
  sources: ReadonlyArray<Source> | undefined,
): CheckResult<Unresolved> => {
  const stray = sources === undefined ? undefined : strayOf(inFlight, sources)
  const errors = [
    ...stray === undefined ? [] : [withoutFile(repo, stray)],
    ...inFlight.filter((flight) => flight.unresolved && flight !== stray).map((flight) =>
      unresolvedError(repo, flight)
    ),
  ]
  if (errors.length > 0) return failed(...errors)
  if (inFlight.length === 0) return holds("No migration is half done.")
  return holdsBut(inFlight.map((flight) => {
    const { direction, name, owner, version } = flight
    const command = direction === "up" ? "migrate" : "rollback"
    return `${version} ${name} is half ${direction === "up" ? "migrated" : "rolled back"} by ${owner} (steps done: ${
      finishedSteps(flight)
    }). If that run has ended, the next \`${advisedCommand(command, repo)}\` goes on with it.`
  }))
}

const unresolvedError = (repo: AdvisedRepo, flight: InFlight): Unresolved => {
  const { direction, name, version } = flight
  const step = stepInDoubt(flight)
  const resolve = advisedCommand(`resolve ${version}`, repo)
  return new Unresolved({
    repo: repo.name,
    version,
    name,
    direction,
    doubt: step === undefined ? undefined : { step: step.step, statement: step.statement, answerable: true },
    done: finishedSteps(flight),
    problem: "Only a person can say what was done of it.",
    next: [
      `Run \`${
        advisedCommand(direction === "up" ? "migrate" : "rollback", repo)
      }\` to see the question, and answer it with \`${resolve}\`.`,
    ],
  })
}
