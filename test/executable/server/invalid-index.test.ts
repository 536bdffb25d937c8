import { expect, test } from "bun:test"
import { observe } from "../../plugins/postgres/server/observer.ts"
import { typescript } from "../history.ts"
import { Project } from "../project.ts"

const file = "migrations/10_titles.ts"
const concurrently = (options: string) =>
  typescript(`transaction: false, change: [create(index("posts", ["title"], { ${options}concurrently: true }))]`)
const unique = concurrently("unique: true, ")
const invalid = "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid"

const withDuplicates = async () => {
  const database = await observe()
  await database.ask("CREATE TABLE posts (title text)")
  await database.ask("INSERT INTO posts VALUES ('a'), ('a')")
  return database
}
const at = (database: { readonly url: string }) => ({ env: { DATABASE_URL: database.url } })

test("an index that could not be built concurrently: the message names it, what migrate does with it, and the way to drop it", async () => {
  await using database = await withDuplicates()
  using project = new Project({ [file]: unique })
  const failed = await project.sterna(["migrate"], at(database))
  expect(failed.code).toBe(1)
  expect(failed.stderr).toEndWith(
    "  It ran outside a transaction, and no step of it was done: the next `migrate` begins with the first.\n"
      + "  It left an invalid index posts_title_index behind, which the next `migrate` drops before it builds it again.\n"
      + "  To give this migration up instead, drop it: DROP INDEX CONCURRENTLY IF EXISTS public.posts_title_index; undo what "
      + "else it did, and say so: sterna resolve 10 --undone.\n",
  )
  expect(await database.ask(invalid)).toEqual([{ name: "posts_title_index" }])
  await database.ask("DELETE FROM posts")
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await database.ask(invalid)).toEqual([])
})

test("who gives it up goes by the message", async () => {
  await using database = await withDuplicates()
  using project = new Project({ [file]: unique })
  const { stderr } = await project.sterna(["migrate"], at(database))
  const [, drop = ""] = /drop it: ([^;]+);/.exec(stderr) ?? []
  await database.ask(drop)
  expect((await project.sterna(["resolve", "10", "--undone"], at(database))).code).toBe(0)
  project.remove(file)
  project.write({ "migrations/20_other.sql": "-- migrate:up\nSELECT 1;\n" })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await database.ask(invalid)).toEqual([])
})

test("of a migration of which nothing was done the file may be corrected without a flag", async () => {
  await using database = await withDuplicates()
  using project = new Project({ [file]: unique })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(1)
  project.write({ [file]: concurrently("") })
  expect((await project.sterna(["migrate"], at(database))).code).toBe(0)
  expect(await database.ask(invalid)).toEqual([])
})

test("doctor names it until it is dropped", async () => {
  await using database = await withDuplicates()
  using project = new Project({ [file]: unique })
  const indexes = async () => {
    const { code, stdout } = await project.sterna(["doctor"], at(database))
    return { code, said: /^(\w+) +indexes +(.+)$/m.exec(stdout)?.slice(1).join(" ") }
  }
  // That of a partitioned table is invalid until each partition has its own, as its author wants it.
  await database.ask("CREATE TABLE parts (id int) PARTITION BY RANGE (id)")
  await database.ask("CREATE TABLE part PARTITION OF parts DEFAULT")
  await database.ask("CREATE INDEX whole ON ONLY parts (id)")
  expect(await database.ask(invalid)).toEqual([{ name: "whole" }])
  expect(await indexes()).toEqual({ code: 0, said: "ok Every index is valid." })
  await project.sterna(["migrate"], at(database))
  expect(await indexes()).toEqual({
    code: 0,
    said:
      "warning The index public.posts_title_index is invalid: its concurrent build failed or was cut off, and no query "
      + "uses it. If a migration that is half done builds it, the next run does so anew; if not, drop it: DROP INDEX "
      + "CONCURRENTLY IF EXISTS public.posts_title_index.",
  })
  await database.ask("DROP INDEX CONCURRENTLY IF EXISTS public.posts_title_index")
  expect(await indexes()).toEqual({ code: 0, said: "ok Every index is valid." })
})
