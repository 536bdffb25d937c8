import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { observe } from "./observer.ts"
import { connected } from "./target.ts"

test("the server says who it is, and is told who asks", async () => {
  await using database = await observe()
  const [server, rows] = await connected(database.url, (connection) =>
    Effect.all([
      Effect.succeed(connection.server),
      connection.query(
        "SELECT VERSION() AS version, @@sql_mode = @@GLOBAL.sql_mode AS same, @@character_set_client AS text",
      ),
    ]))
  const version = String(rows[0]?.["version"])
  expect(server.flavour).toBe(/mariadb/i.test(version) ? "mariadb" : "mysql")
  expect(version).toStartWith(server.version)
  expect(rows).toEqual([{ version, same: 1, text: "utf8mb4" }])
})
