import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { Config } from "../../src/config/config.ts"
import { requireDataMigrations } from "../../src/config/data-migrations.ts"

const config: Config = {
  repos: {
    main: { url: "x:", dataMigrations: "data" },
    logs: { url: "x:" },
    empty: { url: "x:", dataMigrations: [] },
  },
}

const check = (repos: ReadonlyArray<string>, named: ReadonlyArray<string>, file?: string) =>
  Result.match(
    requireDataMigrations(repos, {
      source: { file, directory: "/app", config },
      overrides: {
        repos: named,
        url: undefined,
        migrationsPaths: [],
        lockTimeout: undefined,
        statementLockTimeout: undefined,
        statementTimeout: undefined,
        retries: undefined,
        prefix: undefined,
      },
      environment: {},
      directory: "/app",
    }),
    { onFailure: (error) => error.message, onSuccess: () => "accepted" },
  )

const problem = (repo: string) =>
  `Repo ${repo} has no data migrations: say in a config in which folder they lie, or leave --data out.`

test.each<[ReadonlyArray<string>, ReadonlyArray<string>, string]>([
  [["main"], [], "accepted"],
  [["main", "logs"], [], "accepted"],
  [["main", "logs"], ["main", "logs"], `/app/c.ts: repos.logs.dataMigrations: ${problem("logs")}`],
  [["logs"], [], `/app/c.ts: repos.logs.dataMigrations: ${problem("logs")}`],
  [["logs", "empty"], [], `/app/c.ts: repos.logs.dataMigrations: ${problem("logs")}`],
  [["empty"], ["empty"], `/app/c.ts: repos.empty.dataMigrations: ${problem("empty")}`],
])("of %j, named %j: %s", (repos, named, expected) => {
  expect(check(repos, named, "/app/c.ts")).toBe(expected)
})

test("without a config no key is named", () => {
  expect(check(["logs"], [])).toBe(`/app: ${problem("logs")}`)
})
