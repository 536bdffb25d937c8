import { describe, expect, test } from "bun:test"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import { alter, modify, table } from "sterna"
import type { Refusal, Step } from "sterna/dialect"
import { type Command, command } from "../../src/migration/command.ts"
import { decodeCommands } from "../../src/migration/decode.ts"
import { reverse } from "../../src/migration/reverse.ts"
import { anyCommand, commandOf, plainCommand } from "./commands.ts"
import { compilers, isCompilable } from "./dialects.ts"
import { expectProperty } from "./property.ts"
import { settings } from "./settings.ts"

const reversed = (forward: Command): Result.Result<Command, unknown> => Result.flatMap(reverse(forward), reverse)

/** What is sent. A rebuild asks no more of what a column was than its foreign key. */
const sqlOf = (steps: Result.Result<ReadonlyArray<Step>, Refusal>): Result.Result<unknown, string> =>
  Result.mapError(
    Result.map(steps, (sent) =>
      sent.map((step) =>
        step._tag === "Statement" ? step : {
          ...step,
          changes: step.changes.map((change) =>
            change._tag === "ModifyColumn" ? { ...change, from: change.from?.reference } : change
          ),
        }
      )),
    ({ message }) => message,
  )

/** What is dropped with a mode is created again, and then dropped without one. */
const withoutMode = (forward: Command): Command =>
  forward._tag === "Drop" || forward._tag === "DropIfExists"
    ? command(forward._tag, { object: forward.object, mode: undefined })
    : forward

test("a key that the way forward left alone is not made again", () => {
  const forward = alter(table("posts"), [modify("id", "bigint", { from: ["integer", { primaryKey: true }] })])
  const back = alter(table("posts"), [modify("id", "integer", { from: ["bigint", { primaryKey: true }] })])
  expect(Result.getOrThrow(reverse(forward))).toEqual(back)
})

test("a way back is a command that decoding lets pass", async () => {
  await expectProperty(anyCommand, (written) => {
    const forward = commandOf(written)
    const back = reverse(forward)
    // An empty file means that there is nothing to do.
    if (forward._tag === "ExecuteFile" && forward.down === "") return undefined
    if (Result.isFailure(back)) return back.failure.kind === "irreversible" ? undefined : String(back.failure)
    const decoded = decodeCommands([back.success], "down")
    return Result.isFailure(decoded) ? decoded.failure.message : undefined
  }, { runs: 3000, size: 4 })
})

describe.each(Object.entries(compilers))("%s", (_, { compile, server }) => {
  test("the reversal of a reversal is what was reversed, `mode` aside", async () => {
    let compared = 0
    await expectProperty(Arbitrary.all([plainCommand, settings]), ([written, withSettings]) => {
      const forward = commandOf(written)
      const twice = reversed(forward)
      if (Result.isFailure(twice)) return undefined
      const again = twice.success
      const once = withoutMode(forward)
      if (!isCompilable(once) || !isCompilable(again)) return Bun.deepEquals(once, again) ? undefined : "It differs."
      const options = { server, settings: withSettings }
      const [expected, actual] = [sqlOf(compile(once, options)), sqlOf(compile(again, options))]
      if (Result.isSuccess(expected)) compared++
      return Bun.deepEquals(actual, expected)
        ? undefined
        : `${JSON.stringify(expected)}\nis then ${JSON.stringify(actual)}`
    }, { runs: 3000, size: 4 })
    expect(compared).toBeGreaterThan(400)
  })
})
