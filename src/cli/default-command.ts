import { parse } from "node:path"

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
  const [first] = given
  const isNamed = first !== undefined && (commands.has(first) || first === "--version" || first === "--completions")
  return parse(invoked).name !== migrateName || isNamed ? given : [migrateName, ...given]
}
