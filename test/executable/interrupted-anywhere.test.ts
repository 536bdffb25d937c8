import { expect, test } from "bun:test"
import { sqlFile, typescript } from "./history.ts"
import { type Files, Project } from "./project.ts"

const versions = Array.from({ length: 40 }, (_, index) => (index + 1) * 10)

const insert = (version: number) =>
  `INSERT INTO log WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT ${version} FROM n`

/**
 * Each migration leaves as many lines as make it take a moment, in a table without a key that would refuse more: in turn
 * one whose statements are known beforehand, and one that asks as it goes.
 */
const logging: Files = {
  "migrations/5_log.sql": sqlFile("CREATE TABLE log (version INTEGER);"),
  ...Object.fromEntries(versions.map((version, index) =>
    index % 2 === 0
      ? [`migrations/${version}_m${version}.sql`, sqlFile(`${insert(version)};`)]
      : [`migrations/${version}_m${version}.ts`, typescript(`async up({ sql }) { await sql\`${insert(version)}\` }`)]
  )),
}

const lines = (project: Project) =>
  project.query("SELECT version, count(*) AS n FROM log GROUP BY version ORDER BY version")
const whole = (applied: ReadonlyArray<unknown>) => applied.map((version) => ({ version, n: 1000 }))

const signals: ReadonlyArray<[NodeJS.Signals, number]> = [["SIGTERM", 143], ["SIGKILL", 137]]
const rounds = [10, 20, 110, 120, 210, 220, 310, 320].flatMap((version) =>
  signals.map(([signal, code]) => [signal, version, code] as const)
)

test.each(rounds)(
  "%s once migration %d has begun: what is recorded was done, and nothing else",
  async (signal, version, expected) => {
    using project = new Project(logging)
    const running = project.start(["migrate"])
    await running.says(`== ${version} m${version}: up`)
    running.signal(signal)
    const { code, stdout } = await running.ended()
    // It may have been through already.
    expect([0, expected]).toContain(code)
    const applied = project.applied().slice(1)
    expect(lines(project)).toEqual(whole(applied))
    // What was done is reported; only who is killed cannot say it.
    const reported = [...stdout.matchAll(/^up +(\d+)/gm)].map(([, each]) => Number(each)).slice(1)
    expect(reported).toEqual(applied.slice(0, signal === "SIGKILL" ? reported.length : applied.length).map(Number))
    expect((await project.sterna(["migrate"])).code).toBe(0)
    expect(lines(project)).toEqual(whole(versions))
    expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
  },
)
