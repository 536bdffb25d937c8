import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Refusal } from "sterna/dialect"
import { CommandSchemas } from "../../src/migration/command-schema.ts"
import { decodeCommands, decodeMigration } from "../../src/migration/decode.ts"
import { commandOf } from "./commands.ts"
import { hostileValues } from "./hostile-values.ts"
import { plant, plantedCommand } from "./planted.ts"
import { expectProperty } from "./property.ts"

const hostile = Object.entries(hostileValues)

/** Why an answer is wrong: decoding lets pass, or refuses as invalid in one sentence and a hint. */
const problemOf = (decoded: Result.Result<unknown, unknown>): string | undefined => {
  if (Result.isSuccess(decoded)) return undefined
  const { failure } = decoded
  return failure instanceof Refusal && failure.kind === "invalid" && failure.message.length < 2000
    ? undefined
    : `It is refused with ${String(failure).slice(0, 2000)}`
}

describe.each(hostile)("%s", (_, make) => {
  test("as a command is refused", () => {
    const decoded = decodeCommands([make()], "up")
    expect(Result.isFailure(decoded)).toBe(true)
    expect(problemOf(decoded)).toBeUndefined()
  })

  test("as a migration, or as one of its keys, is refused or a body", () => {
    expect(problemOf(decodeMigration(make()))).toBeUndefined()
    for (const key of ["change", "up", "lock", "retries", "misspelt"]) {
      expect(problemOf(decodeMigration({ _tag: "Migration", input: { up: [], [key]: make() } }))).toBeUndefined()
    }
    expect(problemOf(decodeMigration({ _tag: "Migration", input: make() }))).toBeUndefined()
  })

  test("in the fields of each command does not throw", () => {
    for (const schema of Object.values(CommandSchemas)) {
      for (const field of Object.keys(schema.fields)) {
        if (field === "_tag") continue
        const wrong = commandOf({ _tag: schema.fields._tag.schema.literal, [field]: make() })
        expect(problemOf(decodeCommands([wrong], "up"))).toBeUndefined()
      }
    }
  })
})

test("a command with any value anywhere in it is let pass or refused", async () => {
  let refused = 0
  await expectProperty(plantedCommand(hostileValues), (planted) => {
    const decoded = decodeCommands([plant(planted)], "up")
    if (Result.isFailure(decoded)) refused++
    return problemOf(decoded)
  }, { runs: 3000, size: 4 })
  expect(refused).toBeGreaterThan(1000)
})

test("any JSON as a command is refused", async () => {
  const json = Arbitrary.schema(Schema.Array(Schema.Unknown))
  await expectProperty(json, (values) => {
    const decoded = decodeCommands(values, "up")
    return Result.isSuccess(decoded) && values.length > 0 ? "It passes." : problemOf(decoded)
  }, { runs: 1000 })
})
