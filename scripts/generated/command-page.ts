import type { FlagDoc, HelpDoc } from "effect/cli/HelpDoc"
import * as Option from "effect/Option"
import { exitCodesOf } from "../../src/cli/exit-code-text.ts"

/** The file of a command's page: `sterna.md`, `migrate.md`, `plugin-test.md`. */
export const pageName = (commandPath: ReadonlyArray<string>): string =>
  `${commandPath.length > 1 ? commandPath.slice(1).join("-") : commandPath.join("")}.md`

/** The page of a command in Markdown, from what its `--help` shows. Pure. */
export function commandPage(doc: HelpDoc): string {
  const { args = [], commandPath = [], description, examples = [], flags, globalFlags = [], subcommands = [], usage } =
    doc
  const command = commandPath.length > 1 ? commandPath.slice(1).join(" ") : undefined
  const commands = subcommands.flatMap((group) => group.commands)
  return [
    "<!-- Written by scripts/generated/command-pages.ts from `--help`: run ./scripts/build after a change. -->",
    `# ${commandPath.join(" ")}`,
    `${description}.`,
    fence("text", [usage]),
    ...table(
      "Commands",
      "command",
      commands.map(({ description: text, name }) => [
        `[${name}](${pageName([...commandPath, name])})`,
        text,
      ]),
    ),
    ...table(
      "Arguments",
      "argument",
      args.map(({ description: text, name }) => [`\`${name}\``, Option.getOrElse(text, () => "")]),
    ),
    ...table("Options", "option", flags.map(rowOf)),
    ...command === undefined
      ? table("Options of every command", "option", globalFlags.map(rowOf))
      : ["Further options, which every command has: [sterna](sterna.md#options-of-every-command)."],
    ...table("Exit codes", "code", exitCodesOf(command ?? "").map(({ code, meaning }) => [code, meaning])),
    ...examples.length === 0 ? [] : [
      "## Examples",
      fence(
        "sh",
        examples.flatMap(({ command: line, description: text }, index) => [
          ...index === 0 ? [] : [""],
          ...text === undefined ? [] : [`# ${text}`],
          line,
        ]),
      ),
    ],
  ].join("\n\n") + "\n"
}

function rowOf({ aliases, description, name, type }: FlagDoc): readonly [string, string] {
  const value = type === "boolean" ? "" : ` ${type.startsWith("<") ? "CHOICE" : type}`
  const names = [`--${name}`, ...aliases].map((each) => `\`${each}${value}\``)
  return [names.join(", "), Option.getOrElse(description, () => "")]
}

/** A section with a table of two columns; none where there are no rows. */
function table(
  heading: string,
  column: string,
  rows: ReadonlyArray<readonly [string, string]>,
): ReadonlyArray<string> {
  if (rows.length === 0) return []
  const lines = [[column, "meaning"], ["---", "---"], ...rows].map(([one = "", other = ""]) =>
    `| ${one.replaceAll("|", "\\|")} | ${other.replaceAll("|", "\\|")} |`
  )
  return [`## ${heading}`, lines.join("\n")]
}

const fence = (language: string, lines: ReadonlyArray<string>): string => ["```" + language, ...lines, "```"].join("\n")
