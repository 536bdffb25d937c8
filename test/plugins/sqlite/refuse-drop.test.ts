import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { refuseDrop } from "../../../plugins/sqlite/refuse-drop.ts"
import { target } from "../target.ts"

const people = "CREATE TABLE people (id INTEGER PRIMARY KEY)"
const someone = "INSERT INTO people VALUES (1)"
const posts = (action: string) => `CREATE TABLE posts (id INTEGER PRIMARY KEY, person_id REFERENCES people ${action})`

/** What dropping `people` is refused with. */
const refusal = (...statements: ReadonlyArray<string>) =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const connection = yield* connect(target("sqlite::memory:"))
    yield* connection.batch(statements.map((sql) => ({ sql })))
    const exit = yield* Effect.result(refuseDrop(connection, "People"))
    return exit._tag === "Failure" ? exit.failure.message : undefined
  })))

test.each([
  ["ON DELETE CASCADE", "Dropping People would delete the rows of posts that refer to it."],
  ["ON DELETE SET NULL", "Dropping People would change the rows of posts that refer to it."],
  ["ON DELETE SET DEFAULT", "Dropping People would change the rows of posts that refer to it."],
])("%s: rows of another table would go along", async (action, message) => {
  const message_ = await refusal(people, someone, posts(action), "INSERT INTO posts VALUES (1, 1)")
  expect(message_).toBe(`${message} Drop posts first, or remove its column person_id.`)
})

test.each([
  ["no row refers to it", [people, someone, posts("ON DELETE CASCADE"), "INSERT INTO posts VALUES (1, NULL)"]],
  ["SQLite refuses by itself", [people, someone, posts(""), "INSERT INTO posts VALUES (1, 1)"]],
  ["it refers to itself", ["CREATE TABLE people (id INTEGER PRIMARY KEY, boss REFERENCES people ON DELETE CASCADE)"]],
  ["there is no such table", []],
])("%s", async (_, statements) => {
  expect(await refusal(...statements)).toBeUndefined()
})
