/** The global flags whose value may stand behind them as an argument of its own. */
export const withValue = new Set(["--color", "--log-format", "--log-level"])
const asking = new Set(["--help", "-h"])

/**
 * Arguments without the question for help, where it is asked of a command that there is none of: then that command is what
 * is wrong with them.
 *
 * @param commands the names of the commands
 */
export const helpOfKnown = (
  args: ReadonlyArray<string>,
  commands: ReadonlySet<string>,
): ReadonlyArray<string> => {
  const named = args.find((argument, index) => !argument.startsWith("-") && !withValue.has(args[index - 1] ?? ""))
  return named === undefined || args.some((argument) => commands.has(argument))
    ? args
    : args.filter((argument) => !asking.has(argument))
}
