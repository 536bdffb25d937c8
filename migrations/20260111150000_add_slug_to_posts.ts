import { add, alter, create, drop, migration, remove, table, uniqueIndex } from "sterna"

const slugOf = (id: number, title: string) => `${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${id}`

const bySlug = uniqueIndex("posts", ["slug"])

// What SQL cannot say well, a function says: every post gets a readable address.
export default migration({
  async up({ run, sql }) {
    await run(alter(table("posts"), [add("slug", "string")]))
    for (const { id, title } of await sql<{ id: number; title: string }>`SELECT id, title FROM posts`) {
      await sql`UPDATE posts SET slug = ${slugOf(id, title)} WHERE id = ${id}`
    }
    await run(create(bySlug))
  },

  down: [
    drop(bySlug),
    alter(table("posts"), [remove("slug")]),
  ],
})
