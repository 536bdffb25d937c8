import { expect, test } from "bun:test"
import { listOf } from "../../../plugins/postgres/list.ts"

test.each<[string, ReadonlyArray<unknown>]>([
  ["{}", []],
  ["{a}", ["a"]],
  ["{a,b c,NULL}", ["a", "b c", null]],
  ["{\"\",\"NULL\",\"a,b\",\"{c}\"}", ["", "NULL", "a,b", "{c}"]],
  ["{\"say \\\"no\\\"\",\"\\\\\"}", ["say \"no\"", "\\"]],
  ["{{a,b},{c,NULL}}", [["a", "b"], ["c", null]]],
  ["[0:1]={a,b}", ["a", "b"]],
  ["[0:1][2:2]={{a},{b}}", [["a"], ["b"]]],
  ["{😀,\"ä \"}", ["😀", "ä "]],
])("%s", (text, list) => {
  expect(listOf((element) => element)(text)).toEqual(list)
})

test("each element is read, at any depth", () => {
  expect(listOf(Number)("{{1,2},{3,NULL}}")).toEqual([[1, 2], [3, null]])
})
