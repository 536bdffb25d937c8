import { afterAll, expect, test } from "bun:test"
import { join } from "node:path"
import { Project } from "./project.ts"

// One database that walks through the repository's own history, up and then down, with rows put in on the way. The tests
// of this file build on each other, in their order.
const project = new Project()
afterAll(() => project[Symbol.dispose]())

const history = ["--migrations-path", join(import.meta.dirname, "../../migrations")]
const versions = [
  20260105090000,
  20260105093000,
  20260106101500,
  20260107110000,
  20260108120000,
  20260109130000,
  20260110140000,
  20260111150000,
]

async function migrateTo(version: number): Promise<void> {
  const { code, stderr } = await project.sterna(["migrate", "--to", String(version), ...history])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  expect(project.applied()).toEqual(versions.filter((each) => each <= version))
  await isWhole()
}

/** Rolls one migration back, the default. */
async function rollBack(version: number): Promise<void> {
  const { code, stderr } = await project.sterna(["rollback", ...history])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  expect(project.applied()).toEqual(versions.filter((each) => each < version))
  await isWhole()
}

async function isWhole(): Promise<void> {
  expect(project.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }])
  expect(project.query("PRAGMA foreign_key_check")).toEqual([])
}

const columns = (table: string) =>
  project.query(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => name)
const titles = () => project.query("SELECT id, title, body, inserted_at, updated_at FROM posts ORDER BY id")
const indexes = () => project.query("SELECT name FROM pragma_index_list('posts') ORDER BY name")
const refused = (sql: string) => expect(() => project.query(sql))

/** Post `id` as it is inserted: each has its own times, so that a mix-up shows. */
const post = (id: number) => ({
  id,
  title: `Post ${id}`,
  body: `Body ${id}`,
  inserted_at: `2026-01-0${id}T08:00:00`,
  updated_at: `2026-02-0${id}T09:00:00`,
})

const insert = (id: number, more: { readonly [column: string]: number | string } = {}) => {
  // The id is left to the database: it must go on counting where it was.
  const values = Object.entries({ ...post(id), ...more }).filter(([column]) => column !== "id")
  project.query(
    `INSERT INTO posts (${values.map(([column]) => column).join(", ")}) VALUES (${
      values.map(([, value]) => typeof value === "number" ? value : `'${value}'`).join(", ")
    })`,
  )
}

test("posts and people", async () => {
  await migrateTo(20260105090000)
  expect(columns("posts")).toEqual(["id", "title", "body", "inserted_at", "updated_at"])
  for (const id of [1, 2, 3]) insert(id)
  // Its number must not be given out again, not even after the table is built anew.
  project.query("DELETE FROM posts WHERE id = 3")
  await migrateTo(20260105093000)
  project.query("INSERT INTO people (name, email) VALUES ('Ada', 'ada@example.org'), ('Bo', 'bo@example.org')")
  refused("INSERT INTO people (name, email) VALUES ('Other', 'ada@example.org')").toThrow("UNIQUE")
  refused("INSERT INTO people (name, email) VALUES (NULL, 'none@example.org')").toThrow("NOT NULL")
  expect(titles()).toEqual([post(1), post(2)])
})

test("title and body become not null", async () => {
  project.query("INSERT INTO posts (title, inserted_at, updated_at) VALUES (NULL, 'x', 'y')")
  project.query("DELETE FROM posts WHERE title IS NULL")
  await migrateTo(20260106101500)
  expect(titles()).toEqual([post(1), post(2)])
  refused("INSERT INTO posts (title, body, inserted_at, updated_at) VALUES (NULL, 'b', 'x', 'y')").toThrow("NOT NULL")
  refused("INSERT INTO posts (title, body, inserted_at, updated_at) VALUES ('t', NULL, 'x', 'y')").toThrow("NOT NULL")
  insert(5)
  expect(titles()).toEqual([post(1), post(2), post(5)])
})

test("the published flag begins as false", async () => {
  await migrateTo(20260107110000)
  expect(project.query("SELECT id, published FROM posts ORDER BY id")).toEqual(
    [1, 2, 5].map((id) => ({ id, published: 0 })),
  )
  project.query("UPDATE posts SET published = 1 WHERE id = 1")
  insert(6, { published: 1 })
  expect(project.query("SELECT id FROM posts WHERE published ORDER BY id")).toEqual([{ id: 1 }, { id: 6 }])
})

test("posts refer to people", async () => {
  await migrateTo(20260108120000)
  project.query("UPDATE posts SET person_id = 1 WHERE id IN (1, 2)")
  project.query("UPDATE posts SET person_id = 2 WHERE id = 6")
  refused("UPDATE posts SET person_id = 99 WHERE id = 5").toThrow("FOREIGN KEY")
  project.query("DELETE FROM people WHERE name = 'Bo'")
  expect(project.query("SELECT id, person_id FROM posts ORDER BY id")).toEqual([
    { id: 1, person_id: 1 },
    { id: 2, person_id: 1 },
    { id: 5, person_id: null },
    { id: 6, person_id: null },
  ])
  expect(indexes()).toEqual([{ name: "posts_person_id_index" }])
})

test("what was published keeps the time of its last update", async () => {
  await migrateTo(20260109130000)
  expect(columns("posts")).not.toContain("published")
  expect(indexes()).toEqual([{ name: "posts_person_id_index" }, { name: "posts_published_at_index" }])
  expect(project.query("SELECT id, published_at FROM posts ORDER BY id")).toEqual([
    { id: 1, published_at: post(1).updated_at },
    { id: 2, published_at: null },
    { id: 5, published_at: null },
    { id: 6, published_at: post(6).updated_at },
  ])
  expect(titles()).toEqual([post(1), post(2), post(5), post(6)])
})

test("the view shows what is published", async () => {
  await migrateTo(20260110140000)
  project.query("UPDATE posts SET published_at = '2026-03-02T10:00:00' WHERE id = 2")
  expect(project.query("SELECT id, published_at, person_id FROM published_posts ORDER BY id")).toEqual([
    { id: 1, published_at: post(1).updated_at, person_id: 1 },
    { id: 2, published_at: "2026-03-02T10:00:00", person_id: 1 },
    { id: 6, published_at: post(6).updated_at, person_id: null },
  ])
})

test("every post gets an address of its own", async () => {
  await migrateTo(20260111150000)
  expect(project.query("SELECT slug FROM posts ORDER BY id").map(({ slug }) => slug))
    .toEqual(["post-1-1", "post-2-2", "post-5-5", "post-6-6"])
  refused("UPDATE posts SET slug = 'post-1-1' WHERE id = 2").toThrow("UNIQUE")
  expect(titles()).toEqual([post(1), post(2), post(5), post(6)])
})

test("back from slugs, view and index", async () => {
  await rollBack(20260111150000)
  expect(columns("posts")).not.toContain("slug")
  expect(project.query("SELECT count(*) AS posts FROM published_posts")).toEqual([{ posts: 3 }])
  await rollBack(20260110140000)
  expect(project.query("SELECT name FROM sqlite_schema WHERE type = 'view'")).toEqual([])
  expect(titles()).toEqual([post(1), post(2), post(5), post(6)])
})

test("back to the flag: whatever has a time is published", async () => {
  await rollBack(20260109130000)
  expect(columns("posts")).not.toContain("published_at")
  expect(indexes()).toEqual([{ name: "posts_person_id_index" }])
  expect(project.query("SELECT id, published, person_id FROM posts ORDER BY id")).toEqual([
    { id: 1, published: 1, person_id: 1 },
    { id: 2, published: 1, person_id: 1 },
    { id: 5, published: 0, person_id: null },
    { id: 6, published: 1, person_id: null },
  ])
  refused("UPDATE posts SET published = NULL WHERE id = 1").toThrow("NOT NULL")
})

test("back from the reference and the flag", async () => {
  await rollBack(20260108120000)
  expect(columns("posts")).not.toContain("person_id")
  expect(indexes()).toEqual([])
  await rollBack(20260107110000)
  expect(columns("posts")).toEqual(["id", "title", "body", "inserted_at", "updated_at"])
  expect(titles()).toEqual([post(1), post(2), post(5), post(6)])
})

test("back to title and body that may be missing", async () => {
  await rollBack(20260106101500)
  project.query("INSERT INTO posts (title, body, inserted_at, updated_at) VALUES (NULL, NULL, 'x', 'y')")
  // The table was built anew again, and still counts on.
  expect(project.query("SELECT id FROM posts WHERE title IS NULL")).toEqual([{ id: 7 }])
  project.query("DELETE FROM posts WHERE title IS NULL")
  expect(titles()).toEqual([post(1), post(2), post(5), post(6)])
})

test("back to nothing, and all the way up again", async () => {
  await rollBack(20260105093000)
  expect(project.tables()).toEqual(["posts"])
  expect(titles()).toEqual([post(1), post(2), post(5), post(6)])
  await rollBack(20260105090000)
  expect(project.tables()).toEqual([])
  const { code } = await project.sterna(["migrate", ...history])
  expect(code).toBe(0)
  expect(project.applied()).toEqual(versions)
  const back = await project.sterna(["rollback", "--all", "--yes", ...history])
  expect(back.code).toBe(0)
  expect(project.tables()).toEqual([])
})
