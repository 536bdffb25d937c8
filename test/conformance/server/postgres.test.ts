import { afterAll } from "bun:test"
import { conformance } from "sterna/testing"
import postgres from "../../../plugins/postgres/dialect.ts"
import { createTestDatabase } from "../../servers/postgres-database.ts"

for (const edition of ["installed", "newest"] as const) {
  const database = await createTestDatabase(edition)
  afterAll(() => database[Symbol.asyncDispose]())

  conformance(postgres, {
    url: database.url,
    // The client programs that dump a schema are of the installed server.
    storageUrl: edition === "installed" ? `${database.url}_storage` : undefined,
    server: { flavour: "postgres" },
    words: {
      collation: "C",
      tableOptions: "WITH (fillfactor = 50)",
      tableModifiers: "UNLOGGED",
      indexOptions: "fillfactor = 50",
    },
  })
}
