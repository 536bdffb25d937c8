import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { Target } from "../../src/history/plan.ts"
import type { TargetOptions } from "../../src/migrator/options.ts"
import { targetOf } from "../../src/migrator/target.ts"

const otherwise: Target = { _tag: "Step", count: 1 }

test.each<[TargetOptions, Target]>([
  [{}, otherwise],
  [{ all: true }, { _tag: "All" }],
  [{ all: false }, otherwise],
  [{ all: false, step: 0 }, { _tag: "Step", count: 0 }],
  [{ to: 20261121101500 }, { _tag: "To", version: 20261121101500n }],
  [{ to: 9223372036854775807n }, { _tag: "To", version: 9223372036854775807n }],
  [{ toExclusive: 0 }, { _tag: "ToExclusive", version: 0n }],
])("%p names %p", (options, target) => {
  expect(Result.getOrThrow(targetOf(options, otherwise))).toEqual(target)
})

test.each<[TargetOptions, string]>([
  [{ all: true, step: 1 }, "options: step: It is named beside all, and only one target can count."],
  [{ to: 1, toExclusive: 2 }, "options: toExclusive: It is named beside to, and only one target can count."],
  [{ to: 1.5 }, "options: to: 1.5 is no version."],
  [{ to: -1n }, "options: to: -1 is no version."],
  [{ toExclusive: 2 ** 60 }, "options: toExclusive: 1152921504606847000 is no version."],
  [{ to: 9223372036854775808n }, "options: to: 9223372036854775808 is no version."],
  [{ step: -1 }, "options: step: -1 is no number of migrations."],
])("%p is refused", (options, says) => {
  expect(Result.getOrThrow(Result.flip(targetOf(options, otherwise))).message).toStartWith(says)
})
