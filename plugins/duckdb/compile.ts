import { compileCommand, type Dialect } from "sterna/dialect"
import { grammar } from "./grammar.ts"

/** What a command is on DuckDB. */
export const compile: Dialect["compile"] = (command, { settings }) => compileCommand(grammar, command, settings)
