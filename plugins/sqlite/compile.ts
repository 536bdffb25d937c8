import { compileCommand, type Dialect } from "sterna/dialect"
import { grammar } from "./grammar.ts"

/** What a command is on SQLite: statements, or a table to build anew. */
export const compile: Dialect["compile"] = (command, { settings }) => compileCommand(grammar, command, settings)
