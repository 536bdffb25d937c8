import { expect, test } from "bun:test"
import { violation } from "../../../scripts/lint/arrows.ts"

test.each(
  [
    ["src/main.ts", "./cli/status.ts", "load"],
    ["src/builtin.ts", "../plugins/sqlite/dialect.ts", "load"],
    ["src/builtin.ts", "./dialect/dialect.ts", "type"],
    ["src/cli/status.ts", "../run/run.ts", "value"],
    ["src/cli/report/plain.ts", "../status.ts", "value"],
    ["src/cli/served.ts", "../effect-modules.generated.ts", "load"],
    ["src/run/step.ts", "../migration/command.ts", "value"],
    ["src/run/step.ts", "node:fs", "value"],
    ["src/migration/command.ts", "effect/Effect", "value"],
    ["src/doors/dialect.ts", "../dialect/dialect.ts", "value"],
    ["plugins/sqlite/dialect.ts", "sterna/dialect", "value"],
    ["plugins/sqlite/worker.ts", "bun:sqlite", "value"],
    ["plugins/pglite/dialect.ts", "sterna/dialects/postgres", "value"],
    ["plugins/pglite/engine-worker.ts", "@electric-sql/pglite", "value"],
    ["src/doors/dialects/postgres.ts", "../../../plugins/postgres/dialect.ts", "value"],
    ["src/cli/served-modules.ts", "../doors/dialects/postgres.ts", "load"],
    ["plugins/sqlite/worker.ts", "./message.ts", "value"],
    ["plugins/postgres/connection.ts", "postgres", "value"],
    ["test/run/step.test.ts", "../../src/main.ts", "value"],
    ["migrations/20261121101500_create_posts.ts", "sterna", "value"],
  ] as const,
)("%s may import %s (%s)", (from, specifier, kind) => {
  expect(violation({ from, kind, specifier })).toBeUndefined()
})

test.each(
  [
    [
      "src/run/step.ts",
      "../cli/status.ts",
      "value",
      "run must not import cli: run may import history, events, dialect, migration.",
    ],
    ["src/run/step.ts", "../cli/status.ts", "type", "run must not import cli"],
    ["src/run/step.ts", "../cli/status.ts", "load", "run must not import cli"],
    [
      "src/history/plan.ts",
      "../run/run.ts",
      "value",
      "history must not import run: history may import dialect, migration.",
    ],
    [
      "src/migration/command.ts",
      "../dialect/dialect.ts",
      "type",
      "migration must not import dialect: migration imports no other room.",
    ],
    [
      "src/migration/command.ts",
      "node:fs",
      "value",
      "migration must not import the package \"node:fs\": it may import effect/*.",
    ],
    ["src/migration/command.ts", "bun:sqlite", "type", "migration must not import the package \"bun:sqlite\""],
    ["src/run/step.ts", "bun:sqlite", "value", "run must not import the package \"bun:sqlite\""],
    ["src/events/event.ts", "../dialect/dialect.ts", "value", "events may import types of dialect, migration"],
    [
      "src/builtin.ts",
      "../plugins/sqlite/dialect.ts",
      "value",
      "builtin must not import plugins/sqlite: builtin may import types of dialect, may load plugins/* with import().",
    ],
    ["src/cli/migrate.ts", "../../plugins/sqlite/dialect.ts", "load", "cli must not import plugins/sqlite"],
    ["src/cli/migrate.ts", "../../test/x.ts", "value", "cli must not import test"],
    ["src/run/step.ts", "sterna", "value", "run must not import the package \"sterna\""],
    ["src/helpers/text.ts", "../run/run.ts", "value", "\"helpers\" is no room of the house"],
    ["plugins/sqlite/dialect.ts", "../../src/doors/dialect.ts", "type", "plugins/sqlite must not import doors"],
    [
      "plugins/sqlite/dialect.ts",
      "sterna/dialects/postgres",
      "value",
      "plugins/sqlite must not import the package \"sterna/dialects/postgres\"",
    ],
    ["src/doors/dialects/postgres.ts", "../../dialect/dialect.ts", "value", "doors/dialects must not import dialect"],
    ["src/doors/sterna.ts", "../../plugins/sqlite/dialect.ts", "value", "doors must not import plugins/sqlite"],
    ["plugins/postgres/dialect.ts", "../mysql/dialect.ts", "value", "plugins/postgres must not import plugins/mysql"],
    ["plugins/sqlite/dialect.ts", "postgres", "value", "plugins/sqlite must not import the package \"postgres\""],
    [
      "plugins/mysql/dialect.ts",
      "sterna/testing",
      "value",
      "plugins/mysql must not import the package \"sterna/testing\"",
    ],
  ] as const,
)("%s must not import %s (%s)", (from, specifier, kind, message) => {
  expect(violation({ from, kind, specifier })).toContain(message)
})
