import { expect, test } from "bun:test"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe as observePostgres } from "../../plugins/postgres/server/observer.ts"
import { sqlFile } from "../history.ts"
import { type Files, Project } from "../project.ts"

/** Of many processes on few cores. */
const patienceMs = 300_000
const patience = ["--lock-timeout", `${patienceMs}ms`]

/** MySQL's take longer: each is two transactions of its own there, since a change of the schema commits by itself. */
const databases = {
  PostgreSQL: { observe: observePostgres, count: 200 },
  MariaDB: { observe: observeMysql, count: 20 },
} as const

/** A history whose every migration leaves a row: one that ran twice leaves two. The first makes the table. */
const history = (versions: ReadonlyArray<number>, withoutLock: number | undefined): Files =>
  Object.fromEntries(
    versions.map((version) => {
      const text = sqlFile(
        `${version === 1 ? "CREATE TABLE log (version int);" : ""} INSERT INTO log VALUES (${version});`,
      )
      const options = version === withoutLock ? "-- migrate:up lock:false" : "-- migrate:up"
      return [`migrations/${version}_m${version}.sql`, text.replace("-- migrate:up", options)]
    }),
  )

/** A config that names another lock than the database's own. */
const lockedBy = (lock: string): Files => ({
  "sterna.config.ts": `import { defineConfig, env } from "sterna"
export default defineConfig({ repos: { main: { url: env("DATABASE_URL"), migrationLock: "${lock}" } } })
`,
})

const under: { readonly [name: string]: { readonly withoutLock?: number; readonly files?: Files } } = {
  "all of them under the lock": {},
  "one of them without it": { withoutLock: 10 },
  "locked by a row": { files: lockedBy("table") },
}

const rounds: ReadonlyArray<[processes: number, rounds: number, name: string]> = [
  [2, 20, "all of them under the lock"],
  [8, 20, "all of them under the lock"],
  [32, 3, "all of them under the lock"],
  [8, 3, "one of them without it"],
]

test.each<[keyof typeof databases, ...(typeof rounds)[number]]>([
  ...rounds.map((round): ["PostgreSQL", ...typeof round] => ["PostgreSQL", ...round]),
  ...rounds.map((round): ["MariaDB", ...typeof round] => ["MariaDB", ...round]),
  ["MariaDB", 8, 3, "locked by a row"],
])("%s: %d processes at once on an empty database, in %d rounds, %s", async (name, processes, times, how) => {
  const { count, observe } = databases[name]
  const { files, withoutLock } = under[how] ?? {}
  const versions = Array.from({ length: count }, (_, index) => index + 1)
  using project = new Project({ ...history(versions, withoutLock), ...files })
  for (let round = 0; round < times; round++) {
    await using database = await observe()
    const env = { DATABASE_URL: database.url }
    const ended = await Promise.all(
      Array.from(
        { length: processes },
        () => project.start(["migrate", "--quiet", ...patience], { env }).ended(patienceMs),
      ),
    )
    const failures = ended.filter(({ code }) => code !== 0)
    expect(failures).toEqual([])
    const numbers = async (table: string) =>
      (await database.ask(`SELECT version FROM ${table} ORDER BY version`)).map(({ version }) => Number(version))
    expect(await numbers("log")).toEqual(versions)
    expect(await numbers("schema_migrations")).toEqual(versions)
    const reported = ended.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^up +(\d+)/gm)].map(([__, version]) => Number(version))
    )
    expect(reported.toSorted((one, other) => one - other)).toEqual(versions)
  }
}, patienceMs)
