import * as Schema from "effect/Schema"

const decode = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ event: Schema.String, sql: Schema.optional(Schema.String) })),
)

/** What a run sends. */
export interface SentStatements {
  /** The tables that it makes before the first migration. */
  readonly setUp: ReadonlyArray<string>
  /** A list for each migration, with what the migrator itself sends for it. */
  readonly migrations: ReadonlyArray<ReadonlyArray<string>>
}

/** What a run sends, by its own words.
 *
 * @param command a migration with `--json --log-migrator-sql`
 */
export function sentBy(command: ReadonlyArray<string>, folder: string): SentStatements {
  const child = Bun.spawnSync([...command], { cwd: folder, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  if (child.exitCode !== 0) {
    throw new Error(`The run exited with ${child.exitCode}: ${child.stderr.toString()}`)
  }
  const setUp: Array<string> = []
  const migrations: Array<Array<string>> = []
  for (const line of child.stdout.toString().trimEnd().split("\n")) {
    const { event, sql } = decode(line)
    if (event === "MigrationStarted") migrations.push([])
    else if (sql !== undefined) {
      const current = migrations.at(-1)
      if (current !== undefined) current.push(sql)
      else if (sql.startsWith("CREATE TABLE")) setUp.push(sql)
    }
  }
  return { setUp, migrations }
}
