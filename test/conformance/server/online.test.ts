import { afterAll } from "bun:test"
import { dialect } from "sterna/dialect"
import { conformance } from "sterna/testing"
import cockroachdb from "../../../plugins/cockroachdb/dialect.ts"
import tidb from "../../../plugins/tidb/dialect.ts"
import yugabytedb from "../../../plugins/yugabytedb/dialect.ts"
import { createTestDatabase } from "../../servers/postgres-database.ts"

// Each on its own server, where there is one.
const servers = [
  [cockroachdb, "STERNA_TEST_COCKROACH_URL"],
  [yugabytedb, "STERNA_TEST_YUGABYTE_URL"],
  [tidb, "STERNA_TEST_TIDB_URL"],
] as const

for (const [subject, variable] of servers) {
  const url = process.env[variable]
  if (url !== undefined) conformance(subject, { url })
}

// What a relative of PostgreSQL does otherwise (a lock on a row, a ledger for each change of the schema, its probes) can be
// seen on PostgreSQL as well: CockroachDB's own words for sessions cannot.
const { sessions, ...relative } = yugabytedb
const database = await createTestDatabase("installed")
afterAll(() => database[Symbol.asyncDispose]())

conformance(dialect({ ...relative, name: "yugabytedb on PostgreSQL", schemes: ["postgres"] }), { url: database.url })
