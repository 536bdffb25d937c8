import * as Effect from "effect/Effect"
import { ledgerTable } from "../dialect/ledger-table.ts"
import { Repo, RepoDialect } from "../dialect/repo.ts"
import { sendTexts } from "../dialect/send-texts.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { type CheckResult, holds, skipped } from "./check-result.ts"

/**
 * No migration has it: the version of a row that is written and taken back. The greatest that the column holds; MariaDB
 * notes of a negative one that it is compared as another.
 */
const noVersion = 9_223_372_036_854_775_807n

/**
 * Looks whether this user may make the versions table and the ledger, or write them where they are there, by doing it in a
 * transaction that is rolled back. Where each migration needs the ledger, it has to be there or to be made as well.
 */
export const checkRights: Effect.Effect<CheckResult<never>, DatabaseError, Repo | RepoDialect> = Effect.gen(
  function*() {
    const { capabilities, ledger, nontransactionalTables, transaction, versions } = yield* RepoDialect
    const { connection, settings: { versionsTable: table } } = yield* Repo
    const { absent } = connection
    if (absent !== undefined) return skipped(`Not looked at: ${absent} does not exist yet.`)
    const kind = { rebuilds: false }
    const batch = (statements: ReadonlyArray<string>) => sendTexts(connection, statements)
    const tryOut = (statements: ReadonlyArray<string>) =>
      batch([...transaction.begin(kind), ...statements, transaction.rollback]).pipe(
        Effect.onError(() => Effect.ignore(batch([transaction.rollback]))),
        Effect.ensuring(Effect.ignore(batch(transaction.restore(kind)))),
      )

    const columns = yield* versions.columns(connection, table)
    if (columns.length === 0) {
      yield* versions.refuseHidden?.(connection, table) ?? Effect.void
      if (capabilities.transactionalDdl) yield* tryOut([versions.create(table)])
      else if (versions.mayCreate === undefined) {
        return skipped("Not looked at: it could only be tried, and would stay.")
      } else yield* versions.mayCreate(connection, table)
      return holds(`This user may make the versions table ${table.name}.`)
    }
    const ledgerColumns = yield* versions.columns(connection, ledgerTable(table))
    if (ledgerColumns.length === 0 && !capabilities.transactionalDdl) {
      yield* versions.mayCreate?.(connection, ledgerTable(table)) ?? Effect.void
    }
    const kept = yield* nontransactionalTables?.(connection) ?? Effect.succeed([])
    if (kept.includes(table.name)) {
      return skipped(`Not looked at: what is written to ${table.name} stays, also after a rollback.`)
    }
    const row = { version: noVersion, name: "sterna_doctor", checksum: "", startedAt: undefined }
    const step = { version: noVersion, step: 0, state: "running", statement: row.name } as const
    yield* tryOut([
      versions.insert(table, columns, row),
      versions.delete(table, noVersion),
      ...ledgerColumns.length === 0 ? [] : [ledger.write(table, [step]), ledger.delete(table, noVersion)],
    ])
    return holds(`This user may write the versions table ${table.name}.`)
  },
)
