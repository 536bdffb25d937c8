import { describe, expect, test } from "bun:test"
import * as Result from "effect/Result"
import { type Command, type Migration, migration } from "sterna"
import { decodeMigration } from "../../src/migration/decode.ts"
import { functions } from "./refused/functions.ts"
import { options } from "./refused/options.ts"
import type { Refused } from "./refused/refused.ts"
import { shapes } from "./refused/shapes.ts"
import { typeErrorsOf } from "./type-errors.ts"

const files = ["functions.ts", "options.ts", "shapes.ts"]
const expectation = /^\s*\/\/ @ts-expect-error (.+)$/

/** Files with what is expected of them, by line: the line behind the comment that says it. */
const sources = await Promise.all(files.map(async (file) => {
  const lines = (await Bun.file(`${import.meta.dir}/refused/${file}`).text()).split("\n")
  const expected = lines.flatMap((line, at) => {
    const message = expectation.exec(line)?.[1]
    return message === undefined ? [] : [{ file, line: at + 2, message }]
  })
  return { file, expected, text: lines.map((line) => expectation.test(line) ? "//" : line).join("\n") }
}))

test("the editor refuses what is wrong, each for its own reason", async () => {
  const errors = await typeErrorsOf("types", {
    ...Object.fromEntries(sources.map(({ file, text }) => [file, text])),
    "refused.ts": await Bun.file(`${import.meta.dir}/refused/refused.ts`).text(),
  })
  const expected = sources.flatMap((source) => source.expected)
  const unexpected = errors.filter((error) =>
    !expected.some(({ file, line, message }) =>
      error.file === file && error.line === line && error.message.includes(message)
    )
  )
  expect(unexpected).toEqual([])
  expect(errors.length).toBe(expected.length)
})

test("nothing refused is left without its reason", () => {
  expect(sources.flatMap(({ expected }) => expected).length)
    .toBe(functions.length + Object.keys(options).length + Object.keys(shapes).length)
})

const isMigration = (value: unknown): value is Migration => Object(value)._tag === "Migration"

/** A wrong value is as a plain file would have it: no compiler has seen it. */
const decoded = (wrong: unknown): Result.Result<unknown, Error> =>
  decodeMigration(isMigration(wrong) ? wrong : migration({ change: [wrong as Command] }))

describe.each<[string, Refused]>([["options", options], ["shapes", shapes]])("run time refuses %s", (_, refused) => {
  test.each(Object.entries(refused))("%s", (__, [wrong, message]) => {
    const result = decoded(wrong)
    expect(Result.isFailure(result) ? result.failure.message : "It passes.").toBe(message)
  })
})
