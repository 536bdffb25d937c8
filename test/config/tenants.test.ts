import { expect, test } from "bun:test"
import { prefixesOf } from "../../src/config/tenants.ts"

test.each<[string, ReadonlyArray<string>]>([
  ["a", ["a"]],
  ["a,b,c", ["a", "b", "c"]],
  [" b , a,,b ", ["b", "a"]],
  [" ,", []],
])("%j", (list, prefixes) => {
  expect(prefixesOf(list)).toEqual(prefixes)
})
