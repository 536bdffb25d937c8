import { type SqlToken, wordOf } from "./sql-token.ts"

/**
 * The body of PostgreSQL's `CREATE FUNCTION | PROCEDURE … BEGIN ATOMIC …; …; END`. Every statement of it has its `;`
 * (`routine_body_stmt_list` of the grammar), so the `END` is the one behind a `;` or behind `ATOMIC`.
 */
export class AtomicBody {
  #creates: boolean | undefined
  #open = false
  #previous: string | undefined

  get open(): boolean {
    return this.#open
  }

  take(token: SqlToken): void {
    const word = wordOf(token) ?? token.text
    this.#creates ??= word === "CREATE"
    if (this.#creates) {
      if (word === "ATOMIC" && this.#previous === "BEGIN") this.#open = true
      else if (word === "END" && (this.#previous === ";" || this.#previous === "ATOMIC")) this.#open = false
    }
    this.#previous = word
  }
}
