import { type SqlToken, wordOf } from "./sql-token.ts"

/**
 * The body of SQLite's `CREATE [TEMP] TRIGGER`: from there on only `; END ;` ends the statement, since every statement
 * of a trigger has its `;` and an `END` of `CASE` follows none. The rule of SQLite's own `sqlite3_complete()`.
 */
export class TriggerBody {
  #stage: "start" | "create" | "trigger" | "semicolon" | "end" | "plain" = "start"

  get open(): boolean {
    return this.#stage === "trigger" || this.#stage === "semicolon"
  }

  take(token: SqlToken): void {
    const word = wordOf(token)
    switch (this.#stage) {
      case "start":
        // `EXPLAIN [QUERY PLAN] CREATE TRIGGER …` is a statement too.
        if (word === "CREATE") this.#stage = "create"
        else if (word !== "EXPLAIN" && word !== "QUERY" && word !== "PLAN") this.#stage = "plain"
        break
      case "create":
        if (word === "TRIGGER") this.#stage = "trigger"
        else if (word !== "TEMP" && word !== "TEMPORARY") this.#stage = "plain"
        break
      case "trigger":
      case "semicolon":
      case "end":
        if (token.text === ";") this.#stage = "semicolon"
        else this.#stage = this.#stage === "semicolon" && word === "END" ? "end" : "trigger"
        break
      case "plain":
        break
    }
  }
}
