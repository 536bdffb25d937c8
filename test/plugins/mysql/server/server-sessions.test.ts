import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { sessions } from "../../../../plugins/mysql/server-sessions.ts"
import { observe, sleeping } from "./observer.ts"
import { connected } from "./target.ts"

test("a session is found by its name while it lasts, with what it does", async () => {
  await using database = await observe()
  await connected(database.url, (looking) =>
    Effect.gen(function*() {
      const name = yield* Effect.promise(() =>
        connected(database.url, (connection) =>
          Effect.gen(function*() {
            const id = yield* sessions.identify(connection)
            expect(yield* sessions.identify(connection)).toBe(id)
            // Whoever took a claim over finds its own name there, and must not wait for itself.
            expect(yield* sessions.find(connection, id, undefined)).toBeUndefined()
            expect(yield* sessions.find(looking, id, undefined)).toMatchObject({
              id,
              name: expect.stringMatching(/^session \d+ \(root@/),
              working: false,
            })
            const running = yield* Effect.forkChild(Effect.exit(connection.query("SELECT SLEEP(60)")), {
              startImmediately: true,
            })
            yield* Effect.promise(() => database.sees(sleeping))
            expect(yield* sessions.find(looking, id, undefined)).toMatchObject({
              working: true,
              statement: "SELECT SLEEP(60)",
              ageMs: expect.any(Number),
            })
            yield* sessions.end(looking, id)
            yield* Fiber.join(running)
            return id
          }))
      )
      yield* Effect.promise(() => database.sees(`SELECT 1 FROM dual WHERE IS_FREE_LOCK('sterna session ${name}')`))
      expect(yield* sessions.find(looking, name, undefined)).toBeUndefined()
      // Harmless where it is gone.
      yield* sessions.end(looking, name)
      yield* sessions.end(looking, "4294967000")
      expect(yield* sessions.find(looking, "4294967000", undefined)).toBeUndefined()
    }))
})
