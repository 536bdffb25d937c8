import { expect, test } from "bun:test"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { servedModules } from "../../src/cli/served-modules.ts"
import { Modules } from "../../src/dialect/modules.ts"
import { migration, table } from "../../src/doors/sterna.ts"
import { inFolder } from "./started.ts"

const load = (path: string) =>
  Effect.runPromise(Effect.provide(Effect.flatMap(Modules, (modules) => modules.load(path)), servedModules))

test("a file on disk gets this program's own sterna and effect, whatever lies beside it", () =>
  inFolder({
    "node_modules/effect/package.json": "{\"name\":\"effect\",\"exports\":{\".\":\"./x.js\",\"./*\":\"./x.js\"}}",
    "node_modules/effect/x.js": "throw new Error(\"another effect\")",
    "node_modules/sterna/package.json": "{\"name\":\"sterna\",\"exports\":\"./x.js\"}",
    "node_modules/sterna/x.js": "throw new Error(\"another sterna\")",
    "file.ts": `
      import { migration, table } from "sterna"
      import { contractVersion } from "sterna/dialect"
      import { Duration } from "effect"
      import * as Effect from "effect/Effect"
      import * as Data from "effect/Data"
      export default { migration, table, contractVersion, Duration, Effect, Data }
    `,
  }, async (folder) => {
    const { default: served } = await load(`${folder}/file.ts`)
    expect(served).toEqual({ migration, table, contractVersion: 1, Duration: { ...Duration }, Effect, Data })
    expect(served).toHaveProperty("Effect.gen", Effect.gen)
  }))

test("a file on disk gets the built-in dialects, to extend them", () =>
  inFolder({
    "file.ts": `
      import mysql from "sterna/dialects/mysql"
      import postgres, { grammar } from "sterna/dialects/postgres"
      import sqlite from "sterna/dialects/sqlite"
      export default [mysql.name, postgres.name, sqlite.name, grammar.database]
    `,
  }, async (folder) => {
    const { default: served } = await load(`${folder}/file.ts`)
    expect(served).toEqual(["mysql", "postgres", "sqlite", "PostgreSQL"])
  }))
