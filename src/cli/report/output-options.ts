/** How a command says what it does. */
export interface OutputOptions {
  /** One event a line, as JSON. */
  readonly json: boolean
  /** Nothing on the standard error but warnings and errors. */
  readonly quiet: boolean
  /** Every statement of the migrations, on the standard error. */
  readonly statements: boolean
  /** Every statement of the migrator itself, on the standard error. */
  readonly migratorStatements: boolean
  /** Whether results name the repo: there are several. */
  readonly repos: boolean
  /** What is said of each of several prefixes: what ran on it, or nothing; left out where there are none. */
  readonly tenants?: "runs" | "nothing" | undefined
}
