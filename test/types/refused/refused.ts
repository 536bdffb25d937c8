/** What the types refuse, by name: the wrong value, and what run time refuses it with. */
export interface Refused {
  readonly [name: string]: readonly [wrong: unknown, message: string]
}
