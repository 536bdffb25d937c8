import { compileCommand, type Dialect } from "sterna/dialect"
import { grammar } from "./grammar.ts"

/** What a command is on MySQL or MariaDB, as the server that answers speaks it. */
export const compile: Dialect["compile"] = (command, { server, settings }) =>
  compileCommand(grammar(server), command, settings)
