import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Refusal } from "sterna/dialect"
import { OptionSchemas } from "../../src/migration/command-schema.ts"
import { decodeCommands } from "../../src/migration/decode.ts"
import { anyCommand, commandOf, plainCommand } from "./commands.ts"
import { compilers, isCompilable } from "./dialects.ts"
import { hostileValues } from "./hostile-values.ts"
import { plant, plantedCommand } from "./planted.ts"
import { expectProperty } from "./property.ts"
import { settings } from "./settings.ts"

test("the commands that are made up say every word and every option, and pass decoding", async () => {
  const said = new Set<string>()
  const note = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if ("_tag" in value) {
      said.add(String(value._tag))
      if ("options" in value) {
        for (const key of Object.keys(Object(value.options))) said.add(`${String(value._tag)}.${key}`)
      }
    }
    for (const member of Object.values(value)) note(member)
  }
  const samples = Arbitrary.sampleEffect(Arbitrary.all([anyCommand, plainCommand]), { count: 2000, size: 4, seed: 1 })
  for (const written of (await Effect.runPromise(samples)).flat()) {
    note(written)
    expect(Result.isSuccess(decodeCommands([commandOf(written)], "change"))).toBe(true)
  }
  const options = Object.entries(OptionSchemas).flatMap(([word, schema]) =>
    Object.keys(schema.fields).map((option) => `${word}.${option}`)
  )
  expect([...Object.keys(OptionSchemas), ...options].filter((word) => !said.has(word))).toEqual([])
})

describe.each(Object.entries(compilers))("%s", (_, { compile, server }) => {
  test.each([["any command", anyCommand], ["a plain command", plainCommand]])(
    "compiles %s to steps, or refuses it",
    async (__, commands) => {
      let compiled = 0
      await expectProperty(
        Arbitrary.all([commands, settings]),
        ([written, withSettings]) => {
          const command = commandOf(written)
          if (!isCompilable(command)) return undefined
          const steps = compile(command, { server, settings: withSettings })
          if (Result.isFailure(steps)) {
            const { failure } = steps
            return failure instanceof Refusal && (failure.kind === "invalid" || failure.kind === "unsupported")
              ? undefined
              : `It is refused with ${String(failure)}`
          }
          compiled++
          return steps.success.every((step) => step._tag === "Rebuild" || step.sql.trim() !== "")
            ? undefined
            : "A statement is empty."
        },
        { runs: 1000, size: 4 },
      )
      expect(compiled).toBeGreaterThan(100)
    },
  )

  test("compiles a command with an odd value, or refuses it", async () => {
    let compiled = 0
    await expectProperty(plantedCommand(hostileValues), (planted) => {
      const command = plant(planted)
      if (!isCompilable(command) || Result.isFailure(decodeCommands([command], "up"))) return undefined
      const steps = compile(command, { server, settings: {} })
      if (Result.isSuccess(steps)) compiled++
      return Result.isSuccess(steps) || steps.failure instanceof Refusal ? undefined : "It is refused otherwise."
    }, { runs: 1000, size: 4 })
    expect(compiled).toBeGreaterThan(3)
  })
})
