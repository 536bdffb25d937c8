import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { add, alter, array, type Command, create, fragment, modify, table, updateAll } from "sterna"
import { Refusal } from "sterna/dialect"
import { decodeCommands } from "../../src/migration/decode.ts"
import { compilers, isCompilable } from "./dialects.ts"
import { hostileValues } from "./hostile-values.ts"

/** Where a value stands that no schema looks at. A plain file may pass anything. */
const places: { readonly [place: string]: (value: never) => Command } = {
  "a default": (value) => create(table("t"), [add("a", "text", { default: value })]),
  "a list's default": (value) => create(table("t"), [add("a", array("text"), { default: [value] })]),
  "a map's default": (value) => alter(table("t"), [add("a", "map", { default: { key: value } })]),
  "a new default": (value) => alter(table("t"), [modify("a", "text", { default: value })]),
  "a new value": (value) => updateAll("t", { set: { a: value } }),
  "a fragment": (value) => updateAll("t", { set: { a: fragment(value) } }),
}

describe.each(Object.entries(compilers))("%s", (_, { compile, server }) => {
  test.each(Object.entries(places))("takes %s for SQL, or refuses it", (__, command) => {
    for (const [name, make] of Object.entries(hostileValues)) {
      const said = command(make() as never)
      if (!isCompilable(said)) throw new Error(`${said._tag} is not for this.`)
      expect([name, Result.isSuccess(decodeCommands([said], "up"))]).toEqual([name, true])
      const steps = compile(said, { server, settings: {} })
      if (Result.isFailure(steps)) expect(steps.failure).toBeInstanceOf(Refusal)
      else {
        for (const step of steps.success) {
          if (step._tag === "Statement") {
            expect([name, step.sql]).not.toEqual([name, expect.stringMatching(/undefined|\[object|= $/)])
          }
        }
      }
    }
  })

  test.each(["\ud800", "a\udc00b"])("refuses half of a character in a string: %j", (text) => {
    const said = updateAll("t", { set: { a: text } })
    expect(Result.isFailure(compile(said, { server, settings: {} }))).toBe(true)
  })

  test.each([undefined, "", " "])("refuses a fragment without SQL as a default: %j", (sql) => {
    const said = create(table("t"), [add("a", "text", { default: fragment(sql as string) })])
    expect(Result.isFailure(compile(said, { server, settings: {} }))).toBe(true)
  })
})
