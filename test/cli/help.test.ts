import { describe, expect, test } from "bun:test"
import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"
import * as Service from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { exitCodesOf } from "../../src/cli/exit-code-text.ts"
import { helpText } from "../../src/cli/help.ts"
import { describeCommands, helpDocs } from "../../src/cli/program.ts"
import { unknownFlags } from "./unknown-flags.ts"

const flag = (name: string, type: string, description: string): FlagDoc => ({
  name,
  aliases: [],
  type,
  description: Option.some(description),
  required: false,
})
const doc: HelpDoc = {
  description: "Writes what there is to write, and not a word more than that",
  usage: "sterna write [flags]",
  annotations: Service.empty(),
  flags: [flag("all", "boolean", "Every word that there is to be written"), flag("to", "FILE", "Where")],
  globalFlags: [flag("level", "<one|two|three>", "How much (choices: one, two, three)")],
}

test("lines are broken between words, descriptions below their first line", () => {
  expect(helpText(doc, { colors: false, columns: 44 })).toBe(`DESCRIPTION
  Writes what there is to write, and not a
  word more than that

USAGE
  sterna write [flags]

FLAGS
  --all        Every word that there is to
               be written
  --to FILE    Where

GLOBAL FLAGS
  --level CHOICE    How much (choices: one,
                    two, three)`)
})

test("colours take no room", () => {
  const coloured = helpText(doc, { colors: true, columns: 44 })
  expect(coloured).toContain("\u001B[32m--all")
  expect(Bun.stripANSI(coloured)).toBe(helpText(doc, { colors: false, columns: 44 }))
})

test("a terminal that is too narrow breaks them itself", () => {
  expect(helpText(doc, { colors: false, columns: 30 })).toContain(
    "  --all        Every word that there is to be written\n",
  )
})

const docs = await Effect.runPromise(helpDocs)
const commands = docs.flatMap((each) => {
  const name = each.commandPath?.slice(1).join(" ") ?? ""
  return name === "" ? [] : [[name, each] as const]
})

test("there is a help of each command", async () => {
  const { subcommands } = await Effect.runPromise(describeCommands)
  const described = subcommands.flatMap(({ name, subcommands: below }) => [
    name,
    ...below.map((each) => `${name} ${each.name}`),
  ])
  expect(commands.map(([name]) => name)).toEqual(described)
})

describe.each(commands)("the help of %s", (name, help) => {
  const { args = [], examples = [] } = help

  test("has examples, with flags that it has, and its arguments", () => {
    expect(examples.length).toBeGreaterThan(0)
    for (const { command } of examples) {
      const [words = ""] = command.replace(/^source <\(|\)$/g, "").split(" > ")
      expect(words).toStartWith(`sterna ${name}`)
      expect(unknownFlags(words, help)).toEqual([])
      if (args.some(({ required }) => required)) expect(words.split(" ").length).toBeGreaterThan(2)
    }
  })

  test("has its exit codes", () => {
    expect(exitCodesOf(name).map(({ code }) => code)).toContain("2")
  })
})
