import { expect, test } from "bun:test"
import * as Service from "effect/Context"
import * as Option from "effect/Option"
import { commandPage } from "../../../scripts/generated/command-page.ts"

test("a page has what the help has, and the exit codes", () => {
  const page = commandPage({
    description: "Writes what there is to write",
    usage: "sterna init [flags] <name>",
    commandPath: ["sterna", "init"],
    annotations: Service.empty(),
    args: [{ name: "name", type: "string", description: Option.some("What"), required: true, variadic: false }],
    flags: [
      { name: "all", aliases: [], type: "boolean", description: Option.some("a | b"), required: false },
      { name: "to", aliases: ["-t"], type: "FILE", description: Option.some("Where"), required: false },
    ],
    examples: [{ command: "sterna init a", description: "One" }, { command: "sterna init b" }],
  })
  expect(page.slice(page.indexOf("\n") + 1)).toBe(`
# sterna init

Writes what there is to write.

\`\`\`text
sterna init [flags] <name>
\`\`\`

## Arguments

| argument | meaning |
| --- | --- |
| \`name\` | What |

## Options

| option | meaning |
| --- | --- |
| \`--all\` | a \\| b |
| \`--to FILE\`, \`-t FILE\` | Where |

Further options, which every command has: [sterna](sterna.md#options-of-every-command).

## Exit codes

| code | meaning |
| --- | --- |
| 0 | done, or nothing to do |
| 1 | it failed while it ran, the database refused it, or its results could not be written |
| 2 | refused before anything ran: usage, configuration, a migration that is invalid |

## Examples

\`\`\`sh
# One
sterna init a

sterna init b
\`\`\`
`)
})
