import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { BuiltinDialects } from "./builtin-dialects.ts"
import { CommandTree } from "./command-tree.ts"

const shells = ["bash", "zsh", "fish"] as const

type Shell = (typeof shells)[number]

/** `sterna completions`: prints the script that makes a shell complete command lines of `sterna`. */
export const completionsCommand = Command.make(
  "completions",
  {
    shell: Argument.Literals("shell", shells).pipe(Argument.withDescription("bash, zsh or fish")),
  },
  ({ shell }) =>
    Effect.gen(function*() {
      const tree = yield* CommandTree
      const dialects = (yield* BuiltinDialects).flatMap(({ schemes }) => schemes)
      yield* Console.log(completionScript(yield* tree.describe, shell, dialects))
    }),
).pipe(
  Command.withDescription("Prints a script that makes a shell complete the commands and flags of sterna"),
  Command.withExamples([
    { command: "source <(sterna completions bash)", description: "In ~/.bashrc" },
    {
      command: "sterna completions zsh > \"${fpath[1]}/_sterna\"",
      description: "Once for zsh, where ~/.zshrc calls compinit",
    },
    {
      command: "sterna completions fish > ~/.config/fish/completions/sterna.fish",
      description: "Once for fish",
    },
  ]),
)

/**
 * The script for a shell. Pure.
 *
 * @param dialects what `--dialect` may be
 */
export const completionScript = (
  root: Completions.CommandDescriptor,
  shell: Shell,
  dialects: ReadonlyArray<string>,
): string =>
  Completions.generate(root.name, shell, withValues(root, dialects))
    .replaceAll(`${root.name} --completions ${shell}`, `${root.name} completions ${shell}`)

const withValues = (
  descriptor: Completions.CommandDescriptor,
  dialects: ReadonlyArray<string>,
): Completions.CommandDescriptor => ({
  ...descriptor,
  flags: descriptor.flags.map((flag) =>
    flag.name === "dialect" ? { ...flag, type: { _tag: "Choice", values: dialects } } : withPath(flag)
  ),
  arguments: descriptor.arguments.map((each) =>
    each.name === pluginArgument ? { ...each, type: { _tag: "Path", pathType: "file" } } : each
  ),
  subcommands: descriptor.subcommands.map((each) => withValues(each, dialects)),
})

/** The argument of the commands below `plugin`, of which most are files. */
const pluginArgument = "plugin"

/** The flags whose value is a path: they are text to the command line, since what a path means is for the config to say. */
const paths: { readonly [flag: string]: "file" | "directory" } = {
  config: "file",
  "dump-path": "file",
  "env-file": "file",
  include: "file",
  out: "file",
  "migrations-path": "directory",
}

const withPath = (flag: Completions.FlagDescriptor): Completions.FlagDescriptor => {
  const pathType = paths[flag.name]
  return pathType === undefined ? flag : { ...flag, type: { _tag: "Path", pathType } }
}
