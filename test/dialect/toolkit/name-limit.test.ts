import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { add, alter, constraint, create, index, modify, references, rename, table } from "sterna"
import type { DataCommand } from "sterna/dialect"
import { compile } from "../../../plugins/mysql/compile.ts"
import { refuseNames } from "../../../src/dialect/toolkit/name-limit.ts"

const postgres = { database: "PostgreSQL", nameLimit: { limit: 63, unit: "bytes", longer: "cut" } } as const
const mysql = { database: "MySQL", nameLimit: { limit: 64, unit: "characters", longer: "refused" } } as const

const long = "a".repeat(63)
const posts = table("posts")

describe("names that become the same where they are cut", () => {
  test.each([
    ["columns", [create(posts, [add(`${long}1`, "text"), add(`${long}2`, "text")])]],
    ["tables", [create(table(`${long}1`)), create(table(`${long}2`))]],
    ["a table and an index", [create(table(`${long}1`)), create(index("posts", ["a"], { name: `${long}2` }))]],
    ["indexes that say no name", [create(index("posts", [`${long}1`])), create(index("posts", [`${long}2`]))]],
    ["foreign keys", [
      create(posts, [
        add(long, references("a", { name: `${long}1` })),
        add("b", references("a", { name: `${long}2` })),
      ]),
    ]],
    ["constraints", [
      create(constraint("posts", `${long}1`, { check: "true" })),
      create(constraint("posts", `${long}2`, { check: "true" })),
    ]],
  ])("%s", (_, commands) => {
    expect(refuseNames(postgres, commands, {})?.message).toMatch(
      /^The names ".+" and ".+" become the same: PostgreSQL keeps the first 63 bytes of a name\./,
    )
    expect(refuseNames({ ...postgres, nameLimit: undefined }, commands, {})).toBeUndefined()
  })
})

describe("names that stay apart", () => {
  test.each([
    ["a long one by itself", [create(posts, [add(`${long}1`, "text")])]],
    ["columns of two tables", [
      create(posts, [add(`${long}1`, "text")]),
      create(table("people"), [add(`${long}2`, "text")]),
    ]],
    ["tables of two schemas", [
      create(table(`${long}1`, { prefix: "one" })),
      create(table(`${long}2`, { prefix: "two" })),
    ]],
    ["up to the limit", [create(posts, [add(`${long.slice(1)}1`, "text"), add(`${long.slice(1)}2`, "text")])]],
  ])("%s", (_, commands) => {
    expect(refuseNames(postgres, commands, {})).toBeUndefined()
  })
})

test("bytes are counted, and no character is cut in two", () => {
  const name = (end: string) => `${"é".repeat(31)}${end}`
  const columns = (one: string, other: string) => [create(posts, [add(one, "text"), add(other, "text")])]
  expect(refuseNames(postgres, columns(name("é1"), name("é2")), {})?.kind).toBe("invalid")
  expect(refuseNames(postgres, columns(name("a"), name("b")), {})).toBeUndefined()
})

test("where a longer name is an error, it is one before anything runs", () => {
  const commands = [create(table("é".repeat(65)))]
  expect(refuseNames(mysql, commands, {})?.message).toContain("is too long: MySQL takes 64 characters.")
  expect(refuseNames(mysql, [create(table("é".repeat(64)))], {})).toBeUndefined()
})

const tooLong = "x".repeat(65)

test.each<[string, DataCommand]>([
  ["a table's new name", rename(table("a"), { to: table(tooLong) })],
  ["a column's new name", rename(table("a"), "b", { to: tooLong })],
  ["an index's new name", rename(index("a", ["b"]), { to: tooLong })],
  ["a foreign key of a modified column", alter(table("a"), [modify("b", references("c", { name: tooLong }))])],
  ["an index", create(index("a", ["b"], { name: tooLong }))],
  ["a column", alter(table("a"), [add(tooLong, "text")])],
])("MySQL refuses %s that is too long", (_, command) => {
  const compiled = compile(command, { server: { flavour: "mysql", version: "8.4.0" }, settings: {} })
  expect(Result.isFailure(compiled) ? compiled.failure.message : "It passes.").toContain("is too long")
})
