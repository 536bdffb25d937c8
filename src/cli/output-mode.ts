/** When text is dressed in colours. */
export type Colors = "auto" | "always" | "never"

/** How the standard error is written: `undefined` as text for people, else each line a record. */
export type LogFormat = "logfmt" | "json" | "pretty"

export const colorChoices = ["auto", "always", "never"] as const
export const logFormats = ["logfmt", "json", "pretty"] as const

/** How this process writes. */
interface OutputMode {
  colors: Colors
  logFormat: LogFormat | undefined
  /** Whether results are JSON. */
  json: boolean
}

const mode: OutputMode = { colors: "auto", logFormat: undefined, json: false }

/** How this process writes, as its command line says: also what is wrong with that command line is written so. */
export const outputMode: Readonly<OutputMode> = mode

/** Takes the mode from a command line. What a flag must not be is refused where the command line is read. */
export const chooseOutputMode = (args: ReadonlyArray<string>): void => {
  mode.colors = choiceOf("--color", colorChoices, args) ?? "auto"
  mode.logFormat = choiceOf("--log-format", logFormats, args)
  mode.json = flagsOf(args).some((argument) => argument === "--json" || argument === "--json=true")
}

/** What stands before `--`. */
const flagsOf = (args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const end = args.indexOf("--")
  return end < 0 ? args : args.slice(0, end)
}

const choiceOf = <Choice extends string>(
  flag: string,
  choices: ReadonlyArray<Choice>,
  args: ReadonlyArray<string>,
): Choice | undefined => {
  const flags = flagsOf(args)
  const said = flags.flatMap((argument, index) =>
    argument === flag
      ? flags.slice(index + 1, index + 2)
      : argument.startsWith(`${flag}=`)
      ? [argument.slice(flag.length + 1)]
      : []
  )
  return choices.find((choice) => choice === said.at(-1))
}

/** Whether each line of the standard error is a record for a program to read. */
export const writesRecords = (): boolean => mode.logFormat === "json" || mode.logFormat === "logfmt"
