import type { SearchPathStatements } from "sterna/dialect"

/**
 * A prefix is a database here, and the one in use is where names without a prefix are found. All that Sterna says itself
 * names its database, so that nothing depends on which one it is afterwards.
 */
export const searchPath: SearchPathStatements = {
  set: (prefix) => `USE \`${prefix.replaceAll("`", "``")}\``,
}
