import { afterAll } from "bun:test"
import { conformance } from "sterna/testing"
import mysql from "../../../plugins/mysql/dialect.ts"
import { createTestDatabase } from "../../servers/mysql-database.ts"

const database = await createTestDatabase()
afterAll(() => database[Symbol.asyncDispose]())

conformance(mysql, {
  url: database.url,
  words: { collation: "utf8mb4_bin", tableOptions: "ROW_FORMAT = DYNAMIC", indexKind: "BTREE" },
})
