import { expect, test } from "bun:test"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { Environment } from "../../src/config/config-inputs.ts"
import type { RepoConfig } from "../../src/config/config.ts"
import { env } from "../../src/config/environment-variable.ts"
import type { Overrides } from "../../src/config/overrides.ts"
import { refuseSharedHistories } from "../../src/config/shared-history.ts"

type Repos = { readonly [name: string]: RepoConfig }

const problemOf = (repos: Repos, environment: Environment, flags: Partial<Overrides> = {}) =>
  Result.match(
    refuseSharedHistories({
      source: { file: "/app/sterna.config.ts", directory: "/app", config: { repos } },
      overrides: {
        repos: [],
        url: undefined,
        migrationsPaths: [],
        lockTimeout: undefined,
        prefix: undefined,
        ...flags,
      },
      environment,
      directory: "/app",
    }),
    { onFailure: ({ message }) => message, onSuccess: () => "accepted" },
  )

const same = { one: { url: "sqlite:a.db" }, two: { url: "sqlite:a.db" } }

test.each<readonly [what: string, repos: Repos, environment: Environment, says: string]>([
  [
    "one URL",
    same,
    {},
    "repos.two.url: The versions of one and two would stand in one table, schema_migrations: one and two have the same "
    + "URL. Give two a database or a migrationSource of its own.",
  ],
  ["one URL and another table", { ...same, two: { url: "sqlite:a.db", migrationSource: "two" } }, {}, "accepted"],
  ["one table and another URL", { ...same, two: { url: "sqlite:b.db" } }, {}, "accepted"],
  ["databases in memory", { one: { url: "sqlite::memory:" }, two: { url: "sqlite::memory:" } }, {}, "accepted"],
  ["a variable that both have in the config", { one: { url: env("URL") }, two: { url: env("URL") } }, {
    URL: "sqlite:a.db",
  }, "schema_migrations: URL gives the URL of both one and two. Give two a database or a migrationSource"],
  ["a variable that is not set", { one: { url: env("URL") }, two: { url: env("URL") } }, {}, "accepted"],
  ["the table of a variable", { ...same, two: { url: "sqlite:a.db", migrationSource: env("SOURCE") } }, {
    SOURCE: "schema_migrations",
  }, "would stand in one table, schema_migrations"],
  ["the variable of both names", { "a-b": { url: "sqlite:a.db" }, a_b: { url: "sqlite:b.db" } }, {
    STERNA_A_B_URL: "sqlite:c.db",
  }, "STERNA_A_B_URL gives the URL of both a-b and a_b. Give one of them a name that differs in more than its signs"],
  ["the same where it is not set", { "a-b": { url: "sqlite:a.db" }, a_b: { url: "sqlite:b.db" } }, {}, "accepted"],
  ["the variable of one makes it the other", { one: { url: "sqlite:a.db" }, two: { url: "sqlite:b.db" } }, {
    STERNA_TWO_URL: "sqlite:a.db",
  }, "one and two have the same URL"],
  [
    "a history that stands elsewhere",
    {
      one: { url: "sqlite:a.db", migrationRepo: "three" },
      two: { url: "sqlite:b.db" },
      three: { url: "sqlite:b.db", migrationSource: "three" },
    },
    {},
    "The versions of one and two would stand in one table, schema_migrations: three and two have the same URL",
  ],
])("%s", (_, repos, environment, says) => {
  expect(problemOf(repos, environment)).toContain(says)
})

test("--url is of one repo, and offline there is no history", () => {
  expect(problemOf(same, {}, { url: Redacted.make("sqlite:c.db") })).toBe("accepted")
  expect(problemOf(same, {}, { offline: { scheme: undefined } })).toBe("accepted")
})
