import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { Config } from "../../src/config/config.ts"
import { dumpPathOf } from "../../src/config/dump-path.ts"
import { env } from "../../src/config/environment-variable.ts"

const one: Config = { repos: { main: { url: "x:" } } }
const two: Config = { repos: { main: { url: "x:", dumpPath: "db/main.sql" }, logs: { url: "x:" } } }
const fromVariable: Config = { repos: { main: { url: "x:", dumpPath: env("DUMP") } } }

test.each<[Config, repo: string, flag: string | undefined, expected: string]>([
  [one, "main", undefined, "/app/structure.sql"],
  [one, "main", "x.sql", "/here/x.sql"],
  [two, "main", undefined, "/app/db/main.sql"],
  [two, "main", "/x.sql", "/x.sql"],
  [two, "logs", undefined, "/app/logs.structure.sql"],
  [fromVariable, "main", undefined, "/elsewhere/main.sql"],
])("%j, %s, --dump-path %p: %s", (config, repo, flag, expected) => {
  const inputs = {
    source: { file: "/app/sterna.config.ts", directory: "/app", config },
    overrides: {
      repos: [],
      url: undefined,
      migrationsPaths: [],
      lockTimeout: undefined,
      prefix: undefined,
      cancelOrphan: false,
      timeouts: {},
      retries: undefined,
    },
    environment: { DUMP: "/elsewhere/main.sql" },
    directory: "/here",
  }
  expect(Result.getOrThrow(dumpPathOf(repo, inputs, flag))).toBe(expected)
})
