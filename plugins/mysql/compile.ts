import { compileCommand, type Dialect, refuseNames as refuse } from "sterna/dialect"
import { grammar } from "./grammar.ts"

/** What a command is on MySQL or MariaDB, as the server that answers speaks it. */
export const compile: Dialect["compile"] = (command, { server, settings }) =>
  compileCommand(grammar(server), command, settings)

const newest = grammar({ flavour: "mysql", version: "" })

/** Why names of commands are too long. */
export const refuseNames: NonNullable<Dialect["refuseNames"]> = (commands, settings) =>
  refuse(newest, commands, settings)
