import { expect, test } from "bun:test"
import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"
import * as Service from "effect/Context"
import * as Option from "effect/Option"
import { helpText } from "../../src/cli/help.ts"

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
