import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import {
  add,
  alter,
  type Body,
  create,
  execute,
  fragment,
  migration,
  modify,
  type Query,
  references,
  type Row,
  table,
} from "sterna"

/** Whether two types are the same, and not `any`: `true` is its only value then. */
type Same<One, Other> = 0 extends 1 & One ? false : [One, Other] extends [Other, One] ? true : false

/** What a body may be. Nothing of it is called: that it is accepted is what is tested. */
const bodies: { readonly [name: string]: Body } = {
  "an array": [create(table("posts")), execute("SELECT 1", "")],
  "a function that returns an array": ({ direction }) => direction === "up" ? [create(table("posts"))] : [],
  "a function that returns nothing": () => {},
  *"a generator of commands, queries and Effects"({ sql }) {
    yield* alter(table("posts"), [add("slug", "string")])
    const rows = yield* sql<{ id: number }>`SELECT id FROM posts`
    const same: Same<typeof rows, ReadonlyArray<{ id: number }>> = true
    const untyped = yield* sql`SELECT id FROM posts`
    const sameUntyped: Same<typeof untyped, ReadonlyArray<Row>> = true
    yield* Effect.logDebug(same, sameUntyped)
  },
  async "an async function"({ run, sql }) {
    await run(alter(table("posts"), [modify("title", "text", { from: ["string", { null: false }] })]))
    const rows = await sql<{ id: number }>`SELECT id FROM posts`
    const same: Same<typeof rows, ReadonlyArray<{ id: number }>> = true
    const query: Query<{ title: string }> = sql<{ title: string }>`SELECT ${sql.name("title")} FROM posts`
    const [first] = await run(query)
    const sameFirst: Same<typeof first, { title: string } | undefined> = true
    await sql`UPDATE posts SET title = ${first?.title} WHERE id = ${rows.length} OR ${same} OR ${sameFirst}`
  },
  "a function that returns an Effect": ({ repo }) => Effect.log(repo.server.version),
  "a function that returns a query": ({ sql }) => sql`SELECT ${sql.raw("1")}`,
}

test("what is right is accepted, at run time too", () => {
  for (const body of Object.values(bodies)) {
    expect(migration({ up: body }).input.up).toBe(body)
    expect(migration({ change: body, lock: false, transaction: false, retries: 2 }).input.change).toBe(body)
  }
})

test("a type that no one knows goes to the database, and the known ones are suggested", () => {
  const known: Parameters<typeof add>[1] = "utc_datetime_usec"
  const other: Parameters<typeof add>[1] = "citext"
  expect([add("a", known).type, add("a", other, { default: fragment("now()") }).type]).toEqual([known, other])
  expect(add("a", references("people", { onDelete: { setNull: ["a"] } })).type).toMatchObject({ _tag: "Reference" })
})
