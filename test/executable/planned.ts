interface Line {
  readonly event: string
  readonly sql?: string
  readonly migrations?: ReadonlyArray<{ readonly commands: ReadonlyArray<{ readonly sql: ReadonlyArray<string> }> }>
}

const linesOf = (stdout: string): ReadonlyArray<Line> => stdout.trim().split("\n").map((line) => JSON.parse(line))

/** The statements of `plan --json`, in order. */
export const plannedStatements = (stdout: string): ReadonlyArray<string> =>
  linesOf(stdout).flatMap(({ migrations = [] }) =>
    migrations.flatMap(({ commands }) => commands.flatMap(({ sql }) => sql))
  )

/** What begins, ends and records a migration. */
const isMigrators = (sql: string): boolean =>
  /^(?:BEGIN|COMMIT|LOCK TABLE|PRAGMA foreign_keys|SET LOCAL)|schema_migrations"? \(|^DELETE FROM \S*schema_migrations/
    .test(sql)

/** The statements of the migrations that `--json --log-migrations-sql` says were sent, in order. */
export const sentStatements = (stdout: string): ReadonlyArray<string> =>
  linesOf(stdout).flatMap(({ event, sql }) =>
    event === "StatementSent" && sql !== undefined && !isMigrators(sql) ? [sql] : []
  )
