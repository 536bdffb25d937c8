import { compileCommand, type Dialect, refuseNames as refuse } from "sterna/dialect"
import { grammar } from "./grammar.ts"

/** What a command is on PostgreSQL. */
export const compile: Dialect["compile"] = (command, { settings }) => compileCommand(grammar, command, settings)

/** Why names of commands are too long. */
export const refuseNames: NonNullable<Dialect["refuseNames"]> = (commands, settings) =>
  refuse(grammar, commands, settings)
