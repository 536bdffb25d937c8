/** A name and the schema (MySQL: the database) that it lies in; `undefined` is the connection's own. */
export interface QualifiedName {
  /** Not quoted. */
  readonly name: string
  /** The schema, not quoted. */
  readonly prefix: string | undefined
}
