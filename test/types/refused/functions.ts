import { type Body, create, migration, table } from "sterna"

/** What is wrong in functions. Only a run could find it: nothing of this is called. */
export const functions: ReadonlyArray<unknown> = [
  migration({
    // @ts-expect-error Type 'number' is not assignable to type 'Effect<unknown, unknown, Scope | Turn>'.
    *up() {
      yield 1
    },
  }),
  migration({
    // @ts-expect-error Type 'Promise<void>' is missing the following properties from type 'Effect<unknown, unknown, Scope | Turn>': toJSON, [NodeInspectSymbol], [TypeId], [Symbol.iterator], pipe
    *up() {
      yield Promise.resolve()
    },
  }),
  migration({
    // @ts-expect-error Type 'number' is not assignable to type 'Result'.
    up: () => 1,
  }),
  migration({
    // @ts-expect-error Type 'Table' is not assignable to type 'Command'.
    up: () => [table("posts")],
  }),
  migration({
    *up({ sql }) {
      const rows = yield* sql<{ id: number }>`SELECT id FROM posts`
      // @ts-expect-error Property 'title' does not exist on type '{ id: number; }'.
      yield* sql`DELETE FROM posts WHERE id = ${rows.map((row) => row.title)}`
    },
  }),
  migration({
    *up({ sql }) {
      const [row] = yield* sql<{ id: number }>`SELECT id FROM posts`
      // @ts-expect-error 'row' is possibly 'undefined'.
      yield* sql`DELETE FROM posts WHERE id = ${row.id}`
    },
  }),
  migration({
    async up({ run, sql }) {
      const rows = await run(sql<{ id: number }>`SELECT id FROM posts`)
      // @ts-expect-error Type 'number[]' is not assignable to type 'readonly string[]'. Type 'number' is not assignable to type 'string'.
      const titles: ReadonlyArray<string> = rows.map(({ id }) => id)
      await run(sql`DELETE FROM posts WHERE title IN ${titles}`)
    },
  }),
  migration({
    async up({ sql }) {
      const [row] = await sql`SELECT id FROM posts`
      // @ts-expect-error Type 'unknown' is not assignable to type 'number'.
      const id: number = row?.["id"]
      await sql`DELETE FROM posts WHERE id = ${id}`
    },
  }),
  migration({
    async up({ run }) {
      // @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Query<unknown>'.
      await run("DROP TABLE posts")
    },
  }),
  migration({
    async up({ run }) {
      // @ts-expect-error Type 'Table' is missing the following properties from type 'Query<unknown>': text, then, toJSON, [NodeInspectSymbol], and 3 more.
      await run(table("posts"))
    },
  }),
  migration({
    // @ts-expect-error Property 'database' does not exist on type 'Context'.
    up: ({ database }) => [create(table(database))],
  }),
  migration({
    up({ direction }) {
      // @ts-expect-error This comparison appears to be unintentional because the types 'Direction' and '"forward"' have no overlap.
      return direction === "forward" ? [] : [create(table("posts"))]
    },
  }),
  migration({
    up({ repo }) {
      // @ts-expect-error Cannot assign to 'name' because it is a read-only property.
      repo.name = "other"
    },
  }),
  // @ts-expect-error Type 'string' does not satisfy the expected type 'Body'.
  "change" satisfies Body,
]
