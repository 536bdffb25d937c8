import type { SearchPathStatements } from "sterna/dialect"
import { literal } from "./versions.ts"

/** Puts a schema before those that are searched already: extensions often lie in `public` (manual, 5.10.3). */
export const prependPrefix = (prefix: string, until: "transaction" | "session"): string =>
  `SELECT set_config('search_path', concat_ws(', ', quote_ident(${literal(prefix)}), `
  + `nullif(current_setting('search_path'), '')), ${until === "transaction"})`

/** How the schema of a prefix is searched outside a transaction. */
export const searchPath: SearchPathStatements = {
  set: (prefix) => prependPrefix(prefix, "session"),
  reset: "RESET search_path",
}
