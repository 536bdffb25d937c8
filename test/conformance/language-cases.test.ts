import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { compileCommand, type DataCommand, type Grammar } from "sterna/dialect"
import { grammar } from "../../plugins/postgres/grammar.ts"
import { samples } from "../../src/conformance/language-cases.ts"
import { featureNames } from "../../src/dialect/toolkit/feature.ts"
import { isCompilable } from "../properties/dialects.ts"

const words = { collation: "C", tableOptions: "o", tableModifiers: "m", indexOptions: "o" }

const commands = samples(words).flatMap(({ migration: { input } }) =>
  [input.change, input.up].flatMap((body) => Array.isArray(body) ? body : [])
).filter((command): command is DataCommand => isCompilable(command))

/** A database that can do everything but what is left out. */
const able = (without: string | undefined): Grammar => ({
  ...grammar,
  features: Object.fromEntries(
    Object.keys(featureNames).map((name) => [name, name !== without]),
  ) as { readonly [Name in keyof typeof featureNames]: boolean },
})

const refused = (without: string | undefined): number =>
  commands.filter((command) => Result.isFailure(compileCommand(able(without), command, {}))).length

test.each(Object.keys(featureNames))("a sample asks for %s", (feature) => {
  expect(refused(feature)).toBeGreaterThan(refused(undefined))
})

test("no two samples have one name", () => {
  const names = samples(words).map(({ name }) => name)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})
