import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { AlterEntry, Command } from "sterna"
import {
  add,
  addIfNotExists,
  alter,
  constraint,
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  execute,
  executeFile,
  flush,
  index,
  modify,
  references,
  remove,
  removeIfExists,
  rename,
  table,
  timestamps,
  updateAll,
} from "sterna"
import { reverse, reverseAll } from "../../src/migration/reverse.ts"

const posts = table("posts")
const byTitle = index("posts", ["title"])
const positive = constraint("posts", "positive", { check: "views > 0" })

const reversible: ReadonlyArray<readonly [string, Command, Command]> = [
  ["create table", create(posts, [add("title", "string")]), drop(posts)],
  ["create index", create(byTitle), drop(byTitle)],
  ["create constraint", create(positive), drop(positive)],
  ["create table if not exists", createIfNotExists(posts), dropIfExists(posts)],
  ["create index if not exists", createIfNotExists(byTitle), dropIfExists(byTitle)],
  ["drop index", drop(byTitle, { mode: "cascade" }), create(byTitle)],
  ["drop index if exists", dropIfExists(byTitle), createIfNotExists(byTitle)],
  ["rename table", rename(posts, { to: table("articles") }), rename(table("articles"), { to: posts })],
  ["rename column", rename(posts, "title", { to: "name" }), rename(posts, "name", { to: "title" })],
  [
    "rename index with the name that it has by default",
    rename(byTitle, { to: "by_title" }),
    rename(index("posts", ["title"], { name: "by_title" }), { to: "posts_title_index" }),
  ],
  ["execute with two legs", execute("a", "b"), execute("b", "a")],
  ["execute with nothing to do backward", execute("a", ""), execute("", "a")],
  ["executeFile with two legs", executeFile("a.sql", "b.sql"), executeFile("b.sql", "a.sql")],
]

describe("reverse", () => {
  for (const [name, forward, backward] of reversible) {
    test(name, () => expect(Result.getOrThrow(reverse(forward))).toEqual(backward))
  }
})

const changes: ReadonlyArray<readonly [string, AlterEntry, AlterEntry]> = [
  ["add", add("views", "integer", { default: 0 }), remove("views", "integer", { default: 0 })],
  ["remove with its type", remove("views", "integer", { default: 0 }), add("views", "integer", { default: 0 })],
  [
    "modify from a type and options",
    modify("title", "text", { null: false, from: ["string", { null: true, size: 40 }] }),
    modify("title", "string", { null: true, size: 40, from: ["text", { null: false }] }),
  ],
  [
    "modify from a type: not null becomes null, and the default goes",
    modify("title", "text", { null: false, default: "x", from: "string" }),
    modify("title", "string", { null: true, default: null, from: ["text", { null: false, default: "x" }] }),
  ],
  [
    "modify from a reference",
    modify("person_id", "integer", { from: references("people") }),
    modify("person_id", references("people"), { from: ["integer", {}] }),
  ],
  ["timestamps", timestamps({ type: "utc_datetime" }), {
    _tag: "RemoveTimestamps",
    options: { type: "utc_datetime" },
  }],
]

describe("reverse of a change", () => {
  for (const [name, forward, backward] of changes) {
    test(name, () => expect(Result.getOrThrow(reverse(alter(posts, [forward])))).toEqual(alter(posts, [backward])))
  }

  test("changes are undone in reverse order", () => {
    const forward = alter(posts, [add("one", "integer"), add("two", "integer")])
    const backward = alter(posts, [remove("two", "integer"), remove("one", "integer")])
    expect(Result.getOrThrow(reverse(forward))).toEqual(backward)
  })
})

const irreversible: ReadonlyArray<readonly [Command, string]> = [
  [drop(posts), "drop(table(\"posts\")) has no way back. Write `up` and `down` instead of `change`."],
  [dropIfExists(posts), "dropIfExists(table(\"posts\")) has no way back."],
  [drop(positive), "drop(constraint(\"posts\", \"positive\")) has no way back."],
  [execute("VACUUM"), "execute(\"VACUUM\") has no way back. Give it a second argument"],
  [executeFile("a.sql"), "executeFile(\"a.sql\") has no way back. Give it a second file"],
  [updateAll("posts", { set: { title: "x" } }), "updateAll(\"posts\", …) has no way back."],
  [flush(), "flush() has no way back. Nothing is sent between two commands on the way back"],
  [
    alter(posts, [remove("title")]),
    "remove(\"title\") in alter(table(\"posts\"), [remove(\"title\")]) has no way back.",
  ],
  [alter(posts, [modify("title", "text")]), "Say what the column was before"],
  [alter(posts, [addIfNotExists("title", "text")]), "addIfNotExists(\"title\", …)"],
  [alter(posts, [removeIfExists("title")]), "removeIfExists(\"title\", …)"],
  [alter(posts, [add("views", "integer"), remove("title")]), "remove(\"title\")"],
]

describe("no way back", () => {
  for (const [command, message] of irreversible) {
    test(message, () => {
      const refusal = Result.getOrThrow(Result.flip(reverse(command)))
      expect(refusal.kind).toBe("irreversible")
      expect(refusal.message).toContain(message)
    })
  }
})

describe("reverseAll", () => {
  test("the last command is undone first", () => {
    expect(Result.getOrThrow(reverseAll([create(posts), create(byTitle)]))).toEqual([drop(byTitle), drop(posts)])
  })

  test("one command without a way back spoils all", () => {
    expect(Result.isFailure(reverseAll([create(posts), drop(posts)]))).toBe(true)
  })
})
