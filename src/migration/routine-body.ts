import { type SqlToken, wordOf } from "./sql-token.ts"

type Block = "BEGIN" | "IF" | "CASE" | "LOOP" | "WHILE" | "REPEAT" | "FOR" | "case expression"

/** What may open a block where a statement may begin. */
const openers: ReadonlySet<string> = new Set(["BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"])
/** Blocks whose statements follow at once; the others have a condition first. */
const withoutCondition: ReadonlySet<string> = new Set(["BEGIN", "LOOP", "REPEAT"])
const routines: ReadonlySet<string> = new Set(["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"])
/** What may stand between `CREATE` and the kind of routine; behind `DEFINER =` a user as well. */
const beforeRoutine: ReadonlySet<string> = new Set(["OR", "REPLACE", "AGGREGATE", "DEFINER"])
/** What begins a statement that may be the whole body of a procedure or function. */
const simpleStatements: ReadonlySet<string> = new Set([
  ..."ALTER ANALYZE CALL CREATE DELETE DO DROP EXECUTE FLUSH GET GRANT INSERT KILL LOAD OPTIMIZE PREPARE RENAME REPLACE"
    .split(" "),
  ..."RESIGNAL RETURN REVOKE SELECT SET SHOW SIGNAL TABLE TRUNCATE UPDATE VALUES WITH".split(" "),
])
/** Behind one of these, `SET` is a part of a type. */
const beforeType: ReadonlySet<string> = new Set(["RETURNS", "CHARACTER"])
/** Behind one of these, or an operator, `END` is a name: `CASE WHEN end > 1 THEN end ELSE end END`. */
const beforeOperand: ReadonlySet<string> = new Set("CASE WHEN THEN ELSE AND OR XOR NOT DIV MOD".split(" "))

/**
 * The bodies of MySQL's stored programs (manual, "Compound Statement Syntax") and of MariaDB's compound statements
 * outside of one, where no `DELIMITER` says how they end. A block begins only where a statement may begin; only `CASE`
 * is an expression too. Oracle's syntax (MariaDB's `sql_mode=ORACLE`) needs a `DELIMITER`.
 */
export class RoutineBody {
  #stage: "start" | "create" | "parameters" | "characteristics" | "trigger" | "event" | "body" | "plain" = "start"
  readonly #blocks: Array<Block> = []
  /** Whether a statement of the body may begin here. */
  #fresh = false
  /** In `DECLARE … HANDLER FOR`: before a condition, or behind one, where a comma or the handler's statement follows. */
  #handler: "none" | "condition" | "statement" = "none"
  #definer = false
  #alter = false
  #depth = 0
  /** Tokens that say nothing: what `FOLLOWS` names, the `NOT EXISTS` of a header. */
  #skip = 0
  #previous: string | undefined

  get open(): boolean {
    return this.#blocks.length > 0
  }

  take(token: SqlToken, next: SqlToken | undefined): void {
    // Behind a point or `@` stands a name, whatever it is called.
    const named = this.#previous === "." || this.#previous === "@"
    const word = named ? undefined : wordOf(token)
    if (this.#skip > 0) this.#skip--
    else this.#take(token, word, next)
    this.#previous = word ?? token.text
  }

  #take(token: SqlToken, word: string | undefined, next: SqlToken | undefined): void {
    if (this.#stage === "start") this.#stage = this.#first(word, next)
    if (token.text === "(") this.#depth++
    else if (token.text === ")" && this.#depth > 0) this.#depth--
    switch (this.#stage) {
      case "create":
        this.#create(word)
        break
      case "parameters":
        if (token.text === ")" && this.#depth === 0) this.#stage = "characteristics"
        break
      case "characteristics":
        this.#characteristic(token, word, next)
        break
      case "trigger":
        this.#triggerHeader(word, next)
        break
      case "event":
        if (word === "DO" && this.#depth === 0) this.#begin()
        break
      case "body":
        this.#body(token, word, next)
        break
      case "plain":
        break
    }
  }

  #first(word: string | undefined, next: SqlToken | undefined): "create" | "body" | "plain" {
    this.#alter = word === "ALTER"
    if (word === "CREATE" || word === "ALTER") return "create"
    // MariaDB's compound statements outside of a routine. A plain BEGIN begins a transaction.
    this.#fresh = word === "BEGIN" ? wordOf(next) === "NOT" : openers.has(word ?? "")
    return this.#fresh ? "body" : "plain"
  }

  #create(word: string | undefined): void {
    if (word !== undefined && routines.has(word) && (!this.#alter || word === "EVENT")) {
      this.#stage = word === "TRIGGER" ? "trigger" : word === "EVENT" ? "event" : "parameters"
    } else if (word === "VIEW" || word === "SQL") this.#stage = "plain"
    else if (word === "DEFINER") this.#definer = true
    else if (!this.#definer && !beforeRoutine.has(word ?? "") && this.#previous !== undefined) this.#stage = "plain"
  }

  #characteristic(token: SqlToken, word: string | undefined, next: SqlToken | undefined): void {
    if (this.#depth > 0) return
    if (next?.text === ":" && (token.kind === "word" || token.kind === "quotedName")) this.#begin()
    else if (word !== undefined && openers.has(word)) {
      this.#begin()
      this.#body(token, word, next)
    } else if (word !== undefined && simpleStatements.has(word) && !beforeType.has(this.#previous ?? "")) {
      this.#stage = "plain"
    }
  }

  #triggerHeader(word: string | undefined, next: SqlToken | undefined): void {
    if (word !== "ROW" || this.#previous !== "EACH") return
    this.#begin()
    const order = wordOf(next)
    if (order === "FOLLOWS" || order === "PRECEDES") this.#skip = 2
  }

  #begin(): void {
    this.#stage = "body"
    this.#fresh = true
  }

  #body(token: SqlToken, word: string | undefined, next: SqlToken | undefined): void {
    if (token.text === ";") {
      // No expression holds a `;`: what looked like an open CASE was a name.
      while (this.#blocks.at(-1) === "case expression") this.#blocks.pop()
      this.#handler = "none"
      this.#fresh = true
      return
    }
    if (this.#handler !== "none" && !this.#handlerIsOver(token, word)) return
    if (this.#fresh) this.#statement(token, word, next)
    else this.#expression(word, next)
    if (this.#blocks.length === 0 && !this.#fresh) this.#stage = "plain"
  }

  /** Where a statement may begin. */
  #statement(token: SqlToken, word: string | undefined, next: SqlToken | undefined): void {
    if (token.text === ":" || next?.text === ":") return
    if (word !== undefined && isOpener(word)) {
      this.#blocks.push(word)
      this.#fresh = withoutCondition.has(word)
    } else if (word === "END") {
      this.#blocks.pop()
      this.#fresh = false
    } else {
      // Behind BEGIN: MariaDB's NOT ATOMIC. Behind ELSE follows a statement.
      this.#fresh = word === "ELSE" || word === "NOT" || word === "ATOMIC"
    }
  }

  #expression(word: string | undefined, next: SqlToken | undefined): void {
    const block = this.#blocks.at(-1)
    switch (word) {
      case "THEN":
        this.#fresh = block === "IF" || block === "CASE"
        break
      case "DO":
        this.#fresh = block === "WHILE" || block === "FOR"
        break
      case "CASE":
        if (this.#previous !== "END") this.#blocks.push("case expression")
        break
      case "END":
        if (block === "case expression" && !expectsOperand(this.#previous)) this.#blocks.pop()
        else if (block === "REPEAT" && wordOf(next) === "REPEAT") this.#blocks.pop()
        break
      case "FOR":
        if (this.#previous === "HANDLER") this.#handler = "condition"
        break
      case undefined:
    }
  }

  /** Follows the conditions of a handler; `true` at the first token of its statement. */
  #handlerIsOver(token: SqlToken, word: string | undefined): boolean {
    if (this.#handler === "condition") {
      if (word !== "SQLSTATE" && word !== "VALUE" && word !== "NOT") this.#handler = "statement"
      return false
    }
    if (token.text === ",") {
      this.#handler = "condition"
      return false
    }
    this.#handler = "none"
    this.#fresh = true
    return true
  }
}

const isOpener = (word: string): word is Exclude<Block, "case expression"> => openers.has(word)

const expectsOperand = (previous: string | undefined): boolean =>
  previous !== undefined && (beforeOperand.has(previous) || /^[(,+\-*/%<>=!&|^~]$/.test(previous))
