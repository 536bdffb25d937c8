/** Which server answers: it comes with the connection's greeting. */
export interface Server {
  /** `"postgres"`, `"mariadb"`, `"mysql"`, `"sqlite"`, … */
  readonly flavour: string
  /** As the server writes it, `"15.8"` for example. */
  readonly version: string
  /** `false`: `\` in a string is a character as others are in this session (MySQL's `NO_BACKSLASH_ESCAPES`). */
  readonly backslashEscapes?: boolean
}
