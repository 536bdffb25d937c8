import { afterAll, expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import type { Probe } from "sterna/dialect"
import postgres from "../../../../plugins/postgres/dialect.ts"
import { schemaProbe } from "../../../../plugins/postgres/schema-probe.ts"
import { targetOf } from "../../../../src/conformance/subject.ts"
import { createTestDatabase } from "../../../servers/postgres-database.ts"

const database = await createTestDatabase("installed")
afterAll(() => database[Symbol.asyncDispose]())

const posts = { name: "posts", prefix: undefined }
const none = { name: "none", prefix: undefined }

const probes: ReadonlyArray<readonly [Probe, string]> = [
  [{ _tag: "Table", table: posts, present: true }, "Holds"],
  [{ _tag: "Table", table: posts, present: false }, "Fails"],
  [{ _tag: "Table", table: none, present: true }, "Fails"],
  [{ _tag: "Table", table: none, present: false }, "Holds"],
  [{ _tag: "Column", table: posts, column: "title", present: true, type: "varchar(40)" }, "Holds"],
  [{ _tag: "Column", table: posts, column: "title", present: true, type: "integer" }, "Unclear"],
  [{ _tag: "Column", table: posts, column: "id", present: true, type: "bigserial" }, "Holds"],
  [{ _tag: "Column", table: posts, column: "body", present: true, type: "text" }, "Fails"],
  [{ _tag: "Constraint", table: posts, constraint: "positive", present: true }, "Holds"],
  [{ _tag: "Constraint", table: posts, constraint: "negative", present: true }, "Fails"],
  [{ _tag: "Constraint", table: posts, constraint: undefined, present: true }, "Unclear"],
  [{ _tag: "Index", index: { name: "posts_pkey", prefix: undefined }, present: true }, "Holds"],
]

test("the catalog shows what was done", async () => {
  const findings = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const connection = yield* postgres.connect(targetOf(database.url))
    yield* connection.batch([{
      sql: "CREATE TABLE posts (id bigserial PRIMARY KEY, title varchar(40), CONSTRAINT positive CHECK (id > 0))",
    }])
    return yield* Effect.forEach(probes, ([probe]) => schemaProbe(connection, probe))
  })))
  expect(findings.map(({ _tag }): string => _tag)).toEqual(probes.map(([, tag]) => tag))
})
