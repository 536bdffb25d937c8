import { existsSync } from "node:fs"
import { join, resolve } from "node:path"

/** The path of the compiled executable under test; the variable STERNA_EXECUTABLE names another one. */
export function executable(): string {
  const path = resolve(process.env["STERNA_EXECUTABLE"] ?? join(import.meta.dirname, "../../dist/sterna"))
  if (!existsSync(path)) throw new Error(`There is no executable at ${path}: run ./scripts/build`)
  return path
}
