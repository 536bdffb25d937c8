import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { type Config, defineConfig } from "../../src/config/config.ts"
import { decodeConfig } from "../../src/config/decode-config.ts"
import { env } from "../../src/config/environment-variable.ts"
import { fragment } from "../../src/migration/fragment.ts"

const file = "/app/sterna.config.ts"
const messageOf = (value: unknown): string =>
  Result.match(decodeConfig(value, file), { onFailure: (error) => error.message, onSuccess: () => "accepted" })

test("a config with every setting is taken as it is", () => {
  const config: Config = {
    repos: {
      main: {
        url: env("DATABASE_URL"),
        dialect: "sqlite",
        migrations: ["migrations", env("MORE")],
        dataMigrations: "data_migrations",
        migrationSource: "versions",
        migrationLock: false,
        lockTimeout: "5 seconds",
        migrationPrimaryKey: { name: "uuid", type: "binary_id", default: fragment("gen_random_uuid()") },
        migrationForeignKey: { column: "uuid", type: "binary_id" },
        migrationTimestamps: { type: "utc_datetime", insertedAt: "created_at", updatedAt: false },
        migrationDefaultPrefix: "app",
      },
      other: { url: "sqlite:other.db", migrationLock: "advisory", lockTimeout: 0, migrationPrimaryKey: false },
    },
    plugins: ["./plugins/duckdb.ts"],
  }
  expect(decodeConfig(defineConfig(config), file)).toEqual(Result.succeed(config))
})

test("JSON says an environment variable as env() does", () => {
  const config = { repos: { main: { url: { env: "DATABASE_URL" } } } }
  expect(decodeConfig(JSON.parse(JSON.stringify(config)), file)).toEqual(Result.succeed(config))
  expect(config.repos.main.url).toEqual(env("DATABASE_URL"))
})

const main = (settings: object) => ({ repos: { main: { url: "sqlite:x.db", ...settings } } })

test.each([
  ["no object", "hello", ": Expected object."],
  ["no repos", {}, ": repos: Missing key."],
  ["an empty list of repos", { repos: {} }, ": repos: There is no repo in it. Add one."],
  ["a repo without url", { repos: { main: {} } }, ": repos.main.url: Missing key."],
  ["a url that is no text", main({ url: 3 }), ": repos.main.url: Expected a text that is not empty, or env(\"NAME\")."],
  [
    "a timeout without its unit",
    main({ lockTimeout: 60 }),
    ": repos.main.lockTimeout: Expected a time with its unit, like 30s or 500ms.",
  ],
  ["an empty url", main({ url: "" }), ": repos.main.url: Expected a text that is not empty."],
  ["an unknown key", { ...main({}), plugin: [] }, ": plugin: There is no such setting. Did you mean \"plugins\"?"],
  [
    "an unknown key of a repo",
    main({ migrationSorce: "x" }),
    ": repos.main.migrationSorce: There is no such setting. Did you mean \"migrationSource\"?",
  ],
  [
    "an unknown key of an option",
    main({ migrationTimestamps: { insertdAt: "x" } }),
    ": repos.main.migrationTimestamps.insertdAt: There is no such setting. Did you mean \"insertedAt\"?",
  ],
  [
    "a key like no other",
    { ...main({}), xyzzyxyzzy: 1 },
    ": xyzzyxyzzy: There is no such setting. There is: repos, plugins.",
  ],
  [
    "an unknown lock",
    main({ migrationLock: "none" }),
    ": repos.main.migrationLock: Expected \"table\" | \"advisory\" | false.",
  ],
  ["folders of the wrong type", main({ migrations: [3] }), ": repos.main.migrations.0: Expected a text"],
  ["a negative timeout", main({ lockTimeout: -1 }), ": repos.main.lockTimeout: Expected a"],
])("%s is refused by file and key", (_, value, message) => {
  expect(messageOf(value)).toStartWith(`${file}${message}`)
})

test("a getter that throws is an error of the file", () => {
  const config = {
    get repos(): never {
      throw new Error("no")
    },
  }
  const error = Result.getOrThrow(Result.flip(decodeConfig(config, "sterna.config.ts")))
  expect(error.message).toContain("It holds a value that throws when it is read.")
})
