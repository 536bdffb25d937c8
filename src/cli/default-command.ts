import { parse } from "node:path"
import { withValue } from "./asked-help.ts"

/** The name under which the executable takes `migrate` for its command. */
const migrateName = "migrate"

/**
 * The arguments of a process, with the command that its name stands for: `migrate --to 20261121101500` is `sterna migrate
 * --to …`. A command that is named counts.
 *
 * @param invoked how the process was started: its `argv[0]`
 */
export const argumentsOf = (
  invoked: string,
  given: ReadonlyArray<string>,
  commands: ReadonlySet<string>,
): ReadonlyArray<string> => {
  const first = given.find((argument, index) => !isGlobal(argument) && !withValue.has(given[index - 1] ?? ""))
  const isNamed = commands.has(first ?? "") || given[0] === "--version" || given[0] === "--completions"
  return parse(invoked).name !== migrateName || isNamed ? given : [migrateName, ...given]
}

/** A flag that every command has may stand before the command. */
const isGlobal = (argument: string): boolean => withValue.has(/^[^=]*/.exec(argument)?.[0] ?? "")
