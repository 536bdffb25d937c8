/** A name and the schema (MySQL: the database) that it lies in; `undefined` is the connection's own. */
export interface QualifiedName {
  readonly name: string
  readonly prefix: string | undefined
}
