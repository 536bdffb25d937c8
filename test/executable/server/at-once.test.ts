import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { sqlFile } from "../history.ts"
import { type Files, Project } from "../project.ts"

const count = 200
/** Of many processes on few cores. */
const patienceMs = 300_000
const patience = ["--lock-timeout", `${patienceMs}ms`]
const versions = Array.from({ length: count }, (_, index) => index + 1)

/** A history whose every migration leaves a row: one that ran twice leaves two. The first makes the table. */
const history = (withoutLock: (version: number) => boolean): Files =>
  Object.fromEntries(
    versions.map((version) => {
      const text = sqlFile(
        `${version === 1 ? "CREATE TABLE log (version int);" : ""} INSERT INTO log VALUES (${version});`,
      )
      const options = withoutLock(version) ? "-- migrate:up lock:false" : "-- migrate:up"
      return [`migrations/${version}_m${version}.sql`, text.replace("-- migrate:up", options)]
    }),
  )

test.each<[processes: number, rounds: number, name: string, withoutLock: (version: number) => boolean]>([
  [2, 20, "all of them under the lock", () => false],
  [8, 20, "all of them under the lock", () => false],
  [32, 3, "all of them under the lock", () => false],
  [8, 3, "one of them without it", (version) => version === 100],
])("%d processes at once on an empty database, in %d rounds, %s", async (processes, rounds, _, withoutLock) => {
  using project = new Project(history(withoutLock))
  for (let round = 0; round < rounds; round++) {
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
    expect(await database.ask("SELECT version FROM log ORDER BY version")).toEqual(
      versions.map((version) => ({ version })),
    )
    expect(await database.ask("SELECT version::int AS version FROM schema_migrations ORDER BY version")).toEqual(
      versions.map((version) => ({ version })),
    )
    const reported = ended.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^up +(\d+)/gm)].map(([__, version]) => Number(version))
    )
    expect(reported.toSorted((one, other) => one - other)).toEqual(versions)
  }
}, patienceMs)
