import type { HelpDoc } from "effect/cli/HelpDoc"

/** The flags of a command line that its command does not have, by the command's help. */
export const unknownFlags = (line: string, { flags, globalFlags = [] }: HelpDoc): ReadonlyArray<string> => {
  const known = new Set([...flags, ...globalFlags].flatMap(({ aliases, name }) => [`--${name}`, ...aliases]))
  return (line.match(/ --?[a-z-]+/g) ?? []).map((flag) => flag.trim()).filter((flag) => !known.has(flag))
}
