import { loadStructure, type Structure } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"
import { loadable } from "./structure-text.ts"
import { transaction } from "./transaction.ts"

/**
 * Runs a structure file in one transaction, on Sterna's own connection. What pg_dump's text sets for the session, an empty
 * search path among it, is taken back: behind a pooler it would be there for the next one.
 */
export const load: Structure["load"] = (connection, { path, text }) =>
  loadStructure(connection, { path, text: loadable(text) }, { lexicon, transaction, after: ["RESET ALL"] })
