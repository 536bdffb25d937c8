import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import sqlite from "../../plugins/sqlite/dialect.ts"
import { recover, recoveryText } from "../../src/cli/recovery.ts"
import { servedModules } from "../../src/cli/served-modules.ts"
import type { ConnectionTarget } from "../../src/dialect/connection.ts"
import type { Modules } from "../../src/dialect/modules.ts"
import type { DialectEntry } from "../../src/dialect/registry.ts"
import type { RepoSettings } from "../../src/dialect/repo.ts"
import { DatabaseError } from "../../src/migration/database-error.ts"
import { inFolder } from "./started.ts"

const run = <A, E>(work: Effect.Effect<A, E, Modules>): Promise<A> =>
  Effect.runPromise(Effect.provide(work, servedModules))

const settings = (name: string, url: string, dialect?: string): RepoSettings => ({
  name,
  url: Redacted.make(url),
  dialect,
  directory: "/app",
  folders: [],
  versionsTable: { name: "schema_migrations", prefix: undefined },
  lock: "table",
  lockTimeout: Duration.zero,
  cancelOrphan: false,
  timeouts: {},
  retries: undefined,
  language: {},
})

test("what one process left is recovered by the next, as far as that can be done, and its exit code is kept", async () => {
  const recovered: Array<unknown> = []
  const entry = (name: string, outcome: Effect.Effect<void, DatabaseError>): DialectEntry => {
    const remember = ({ directory, readOnly, repo, url }: ConnectionTarget) => {
      recovered.push({ repo, url: Redacted.value(url), directory, readOnly })
      return outcome
    }
    return { name, schemes: [name], load: () => Promise.resolve({ default: { ...sqlite, recover: remember } }) }
  }
  const entries = [
    entry("good", Effect.void),
    entry("bad", Effect.fail(new DatabaseError({ kind: "busy", problem: "No." }))),
    entry("stuck", Effect.never),
  ]
  const left = [
    settings("main", "good:secret"),
    settings("other", "x:y", "good"),
    settings("bad", "bad:z"),
    settings("none", "z:"),
    settings("stuck", "stuck:z"),
  ].map((each) => [each, []] as const)
  expect(await run(recover(recoveryText(left, 143), entries))).toBe(143)
  expect(recovered).toEqual([
    { repo: "main", url: "good:secret", directory: "/app", readOnly: false },
    { repo: "other", url: "x:y", directory: "/app", readOnly: false },
    { repo: "bad", url: "bad:z", directory: "/app", readOnly: false },
    { repo: "stuck", url: "stuck:z", directory: "/app", readOnly: false },
  ])
})

test("so is what the dialect of a plugin has left", () =>
  inFolder({
    "plugins/p.ts": `import { writeFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { dialect } from "sterna/dialect"
import sqlite from ${JSON.stringify(`${import.meta.dirname}/../../plugins/sqlite/dialect.ts`)}
const recover = ({ repo }) => Effect.sync(() => writeFileSync(import.meta.dirname + "/recovered", repo, { flag: "a" }))
export default dialect({ ...sqlite, name: "p", schemes: ["p"], recover })
`,
    "plugins/broken.ts": "throw new Error(\"no\")",
    "plugins/recovered": "",
  }, async (directory) => {
    const source = (from: string, schemes?: ReadonlyArray<string>) => ({ from, directory, schemes, origin: "config" })
    const left = [
      [settings("main", "p:secret"), [source("./plugins/p.ts")]],
      [settings("other", "b:secret"), [source("./plugins/broken.ts", ["b"])]],
    ] as const
    expect(await run(recover(recoveryText(left, 130), []))).toBe(130)
    expect(await Bun.file(`${directory}/plugins/recovered`).text()).toBe("main")
  }))
