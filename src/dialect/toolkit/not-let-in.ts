import type { DatabaseError } from "../../migration/database-error.ts"

/** A failure to begin a session that another kind of encryption may be spared. */
export class NotLetIn {
  readonly _tag = "NotLetIn"
  /** What is said where no other kind is tried. */
  readonly error: DatabaseError
  /** Whether it is the encryption that the server does not take. */
  readonly byEncryption: boolean

  constructor(error: DatabaseError, byEncryption: boolean) {
    this.error = error
    this.byEncryption = byEncryption
  }
}
