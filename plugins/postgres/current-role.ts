import { isContent, type SqlToken, tokenize, wordOf } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/** Both as they were set; `undefined`: as connected, or none beside it. */
interface Roles {
  /** `SET SESSION AUTHORIZATION`. */
  readonly session: string | undefined
  /** `SET ROLE`. */
  readonly role: string | undefined
}

const asConnected: Roles = { session: undefined, role: undefined }

/** What a statement holds that may change who the session is. */
const telling = /\b(?:role|authorization|discard|begin|start|commit|end|rollback|abort)\b/i

/**
 * Knows by the statements that go by whose rights a session has (manual, "SET ROLE", "SET SESSION AUTHORIZATION"): the server
 * tells it to who asks, and in a transaction that has failed nobody can. What a function sets is not seen, nor what
 * `ROLLBACK TO` takes back.
 */
export class CurrentRole {
  readonly #user: string
  /** Until the session ends, until the transaction does, and as it was when that began. */
  #kept = asConnected
  #local: Roles | undefined
  #before = asConnected

  constructor(user: string) {
    this.#user = user
  }

  get name(): string {
    const { role, session } = this.#local ?? this.#kept
    return role ?? session ?? this.#user
  }

  /**
   * Told of a statement that the server has done.
   *
   * @param command what the server calls it: a `COMMIT` may have been a `ROLLBACK`
   */
  passed(sql: string, command = ""): void {
    if (!telling.test(sql)) return
    const tokens = tokenize(sql, lexicon).filter(isContent)
    const [verb = "", ...rest] = tokens.map((token) => wordOf(token) ?? "")
    switch (verb) {
      case "BEGIN":
      case "START":
        this.#before = this.#kept
        break
      case "COMMIT":
      case "END":
        this.#end(command === "ROLLBACK")
        break
      case "ROLLBACK":
      case "ABORT":
        if (!rest.includes("TO")) this.#end(true)
        break
      case "DISCARD":
        if (rest[0] === "ALL") this.#kept = asConnected
        break
      case "SET":
      case "RESET":
        this.#set(tokens, [verb, ...rest])
    }
  }

  #end(undone: boolean): void {
    if (undone) this.#kept = this.#before
    this.#local = undefined
  }

  #set(tokens: ReadonlyArray<SqlToken>, words: ReadonlyArray<string>): void {
    const isLocal = words[1] === "LOCAL"
    const at = isLocal || (words[1] === "SESSION" && words[2] !== "AUTHORIZATION") ? 2 : 1
    const isRole = words[at] === "ROLE"
    if (!isRole && (words[at] !== "SESSION" || words[at + 1] !== "AUTHORIZATION")) return
    const value = words[0] === "RESET" ? undefined : nameOf(tokens.at(-1))
    const { session } = this.#local ?? this.#kept
    const roles = isRole ? { session, role: value } : { session: value, role: undefined }
    if (isLocal) this.#local = roles
    else {
      this.#kept = roles
      this.#local = undefined
    }
  }
}

const nameOf = (token: SqlToken | undefined): string | undefined => {
  switch (token?.kind) {
    case "quotedName":
      return token.text.slice(1, -1).replaceAll("\"\"", "\"")
    case "string":
      return token.text.slice(1, -1).replaceAll("''", "'")
    default:
      return noName.has(wordOf(token) ?? "") ? undefined : token?.text.toLowerCase()
  }
}

const noName: ReadonlySet<string> = new Set(["", "NONE", "DEFAULT"])
