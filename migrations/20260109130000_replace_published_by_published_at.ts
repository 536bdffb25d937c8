import { add, alter, create, drop, index, migration, remove, table } from "sterna"

const byTime = index("posts", ["published_at"])

// A flag becomes a time, with its data: what was published keeps the time of its last update. Each command and each
// query is an Effect, sent when it is yielded, so that the update finds the new column.
export default migration({
  *up({ sql }) {
    yield* alter(table("posts"), [add("published_at", "naive_datetime")])
    yield* sql`UPDATE posts SET published_at = updated_at WHERE published`
    yield* alter(table("posts"), [remove("published")])
    yield* create(byTime)
  },

  *down({ sql }) {
    yield* drop(byTime)
    yield* alter(table("posts"), [add("published", "boolean", { null: false, default: false })])
    yield* sql`UPDATE posts SET published = ${true} WHERE published_at IS NOT NULL`
    yield* alter(table("posts"), [remove("published_at")])
  },
})
