import { expect, test } from "bun:test"
import * as Option from "effect/Option"
import { parseVersion, severalTargets, type TargetFlags, targetOf } from "../../src/cli/target-flags.ts"

test.each([
  ["20261121101500", 20261121101500n],
  ["0001", 1n],
  ["0", 0n],
  ["9223372036854775807", 9223372036854775807n],
])("%p is the version %p", (text, version) => {
  expect(parseVersion(text)).toEqual(Option.some(version))
})

test.each(["", "-1", "1.5", "0x10", "abc", "20261121101500_create_posts", "9223372036854775808", " 1"])(
  "%p is no version",
  (text) => {
    expect(Option.isNone(parseVersion(text))).toBe(true)
  },
)

const none: TargetFlags = { all: false, to: Option.none(), toExclusive: Option.none(), step: Option.none() }
const otherwise = { _tag: "Step", count: 1 } as const

test("the first of --all, --to, --to-exclusive, --step counts, and without any the command's own", () => {
  const step = { ...none, step: Option.some(3) }
  const toExclusive = { ...step, toExclusive: Option.some(2n) }
  const to = { ...toExclusive, to: Option.some(1n) }
  const all = { ...to, all: true }
  expect([none, step, toExclusive, to, all].map(severalTargets)).toEqual([
    undefined,
    undefined,
    "Of several targets only --to-exclusive 2 counts; --step 3 is passed over.",
    "Of several targets only --to 1 counts; --to-exclusive 2 and --step 3 are passed over.",
    "Of several targets only --all counts; --to 1 and --to-exclusive 2 and --step 3 are passed over.",
  ])
  expect([none, step, toExclusive, to, all].map((flags) => targetOf(flags, otherwise))).toEqual([
    otherwise,
    { _tag: "Step", count: 3 },
    { _tag: "ToExclusive", version: 2n },
    { _tag: "To", version: 1n },
    { _tag: "All" },
  ])
})
