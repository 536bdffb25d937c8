import { describe, expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { ConfigInputs, Environment } from "../../src/config/config-inputs.ts"
import type { Config } from "../../src/config/config.ts"
import { env } from "../../src/config/environment-variable.ts"
import { settingsOf } from "../../src/config/settings.ts"

const overrides = {
  repos: [],
  url: undefined,
  migrationsPaths: [],
  lockTimeout: undefined,
  statementLockTimeout: undefined,
  statementTimeout: undefined,
  retries: undefined,
  prefix: undefined,
}
interface Case {
  readonly config: Config
  readonly environment?: Environment
  readonly flags?: Partial<ConfigInputs["overrides"]>
  readonly file?: string | undefined
}
const given = ({ config, environment = {}, flags = {}, file = "/app/sterna.config.ts" }: Case) =>
  settingsOf({
    source: { file, directory: "/app", config },
    overrides: { ...overrides, ...flags },
    environment,
    directory: "/project",
  })
const settings = (request: Case) => Result.getOrThrow(given(request))
const problem = (request: Case) =>
  Result.match(given(request), { onFailure: (error) => error.message, onSuccess: () => "accepted" })
const urls = (request: Case) => settings(request).map(({ name, url }) => [name, Redacted.value(url)])

const one: Config = { repos: { main: { url: "sqlite:main.db" } } }
const two: Config = {
  repos: { main: { url: "sqlite:main.db" }, "log-db": { url: env("LOG_URL"), migrations: "migrations" } },
}

test("what is left out has its default", () => {
  const [main] = settings({ config: one })
  expect(main).toEqual({
    name: "main",
    url: Redacted.make("sqlite:main.db", { label: "repos.main.url" }),
    dialect: undefined,
    directory: "/app",
    folders: [{ path: "/app/migrations", tag: "schema" }],
    versionsTable: { name: "schema_migrations", prefix: undefined },
    lock: undefined,
    lockTimeout: Duration.seconds(30),
    cancelOrphan: false,
    timeouts: {},
    retries: undefined,
    language: {},
    chosenBy: { severalRepos: false, config: undefined, envFiles: [] },
  })
})

test("what is said is taken over", () => {
  const config: Config = {
    repos: {
      main: {
        url: env("URL"),
        dialect: env("DIALECT"),
        migrations: ["a", "/abs/b", "a"],
        dataMigrations: env("DATA"),
        migrationSource: "versions",
        migrationLock: false,
        lockTimeout: "5 seconds",
        migrationPrimaryKey: false,
        migrationDefaultPrefix: "app",
      },
    },
  }
  const environment = { URL: "x:y", DIALECT: "sqlite", DATA: "data" }
  const [main] = settings({ config, environment, flags: { prefix: "tenant" } })
  expect(main).toMatchObject({
    dialect: "sqlite",
    folders: [
      { path: "/app/a", tag: "schema" },
      { path: "/abs/b", tag: "schema" },
      { path: "/app/data", tag: "data" },
    ],
    versionsTable: { name: "versions", prefix: "tenant" },
    lock: false,
    lockTimeout: Duration.seconds(5),
    cancelOrphan: false,
    language: { migrationPrimaryKey: false, migrationDefaultPrefix: "app", prefix: "tenant" },
  })
})

describe("the url", () => {
  test("is the config's", () => {
    expect(urls({ config: two, environment: { LOG_URL: "sqlite:log.db" } }))
      .toEqual([["main", "sqlite:main.db"], ["log-db", "sqlite:log.db"]])
  })
  test("is overridden by STERNA_<REPO>_URL, so that its own variable is not needed", () => {
    expect(urls({ config: two, environment: { STERNA_LOG_DB_URL: "sqlite:other.db", DATABASE_URL: "sqlite:no.db" } }))
      .toEqual([["main", "sqlite:main.db"], ["log-db", "sqlite:other.db"]])
  })
  test("is overridden by --url, which is meant from the working directory", () => {
    const environment = { STERNA_MAIN_URL: "sqlite:environment.db" }
    const [main] = settings({ config: one, environment, flags: { url: Redacted.make("sqlite:flag.db") } })
    expect(main?.directory).toBe("/project")
    expect(main && Redacted.value(main.url)).toBe("sqlite:flag.db")
  })
  test("is never in a printed form of the settings", () => {
    const environment = { STERNA_MAIN_URL: "postgres://ada:secret@h/b" }
    expect(JSON.stringify(settings({ config: one, environment }))).not.toContain("secret")
  })
  test("of a repo that is not chosen may be missing", () => {
    expect(urls({ config: two, flags: { repos: ["main"] } })).toEqual([["main", "sqlite:main.db"]])
  })
  test("without a file is DATABASE_URL", () => {
    const config: Config = { repos: { default: { url: env("DATABASE_URL") } } }
    expect(urls({ config, environment: { DATABASE_URL: "sqlite:x.db" }, file: undefined }))
      .toEqual([["default", "sqlite:x.db"]])
  })
})

test("--migrations-path replaces the folders, and a data folder named by it is one of the schema", () => {
  const config: Config = { repos: { main: { url: "x:", migrations: "m", dataMigrations: ["d", "e"] } } }
  expect(settings({ config, flags: { migrationsPaths: ["one", "/app/d"] } })[0]?.folders).toEqual([
    { path: "/project/one", tag: "schema" },
    { path: "/app/d", tag: "schema" },
    { path: "/app/e", tag: "data" },
  ])
})

test("the bounds of a migration's statements are the flags', else the config's", () => {
  const config: Config = {
    repos: { main: { url: "x:", statementLockTimeout: "5 s", statementTimeout: env("LIMIT"), retries: 1 } },
  }
  const environment = { LIMIT: "2 min" }
  expect(settings({ config, environment })[0]).toMatchObject({
    timeouts: { lockTimeout: Duration.seconds(5), statementTimeout: Duration.minutes(2) },
    retries: 1,
  })
  const flags = { statementLockTimeout: Duration.zero, statementTimeout: Duration.millis(1), retries: 0 }
  expect(settings({ config, environment, flags })[0]).toMatchObject({
    timeouts: { lockTimeout: Duration.zero, statementTimeout: Duration.millis(1) },
    retries: 0,
  })
})

test("--lock-timeout wins over the config", () => {
  const config: Config = { repos: { main: { url: "x:", lockTimeout: "5ms" } } }
  expect(settings({ config, flags: { lockTimeout: Duration.zero } })[0]?.lockTimeout).toEqual(Duration.zero)
})

const file = "/app/sterna.config.ts"
test.each<[string, Case, string]>([
  [
    "a variable that is not set",
    { config: two },
    `${file}: repos.log-db.url: The environment variable LOG_URL is not set. Set it, for example: export LOG_URL=sqlite:app.db`,
  ],
  [
    "an empty variable",
    { config: two, environment: { LOG_URL: "" } },
    `${file}: repos.log-db.url: The environment variable LOG_URL is empty. Set it, for example: export LOG_URL=sqlite:app.db`,
  ],
  [
    "a variable that is not set, for what is no url",
    { config: { repos: { main: { url: "x:", migrations: env("FOLDER") } } } },
    `${file}: repos.main.migrations: The environment variable FOLDER is not set. Set it.`,
  ],
  [
    "an unknown repo",
    { config: two, flags: { repos: ["mian"] } },
    "--repo: There is no repo named \"mian\". Did you mean \"main\"?",
  ],
  [
    "one url for two repos",
    { config: two, flags: { url: Redacted.make("sqlite:x.db") } },
    "--url: It is one database, but there are several repos: main, log-db. Name one with --repo.",
  ],
  [
    "a timeout that is none",
    { config: { repos: { main: { url: "x:", lockTimeout: "soon" } } } },
    `${file}: repos.main.lockTimeout: "soon" is no duration. Expected a time with its unit, like 30s or 500ms.`,
  ],
  [
    "a timeout without its unit",
    { config: { repos: { main: { url: "x:", lockTimeout: env("PATIENCE") } } }, environment: { PATIENCE: "60" } },
    `${file}: repos.main.lockTimeout: "60" is no duration. Expected a time with its unit: 60s or 60ms.`,
  ],
  [
    "a statement's timeout that is none",
    { config: { repos: { main: { url: "x:", statementTimeout: "soon" } } } },
    `${file}: repos.main.statementTimeout: "soon" is no duration. Expected a time with its unit, like 30s or 500ms.`,
  ],
])("%s is refused by name", (_, request, message) => {
  expect(problem(request)).toBe(message)
})

test("without file, flag and variable the error says all three ways out", () => {
  const source = { file: undefined, directory: "/app", config: { repos: { default: { url: env("DATABASE_URL") } } } }
  const result = settingsOf({ source, overrides, environment: {}, directory: "/app" })
  expect(Result.match(result, { onFailure: (error) => error.message, onSuccess: () => "accepted" })).toBe(
    "/app: There is no config here, and the environment variable DATABASE_URL is not set. "
      + "Name the database with --url, set the variable, or write a config with `sterna init`. "
      + "For example: export DATABASE_URL=sqlite:app.db",
  )
})
