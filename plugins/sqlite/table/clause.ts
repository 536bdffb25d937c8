import type { SqlToken } from "sterna/dialect"
import { endOf, identifierOf } from "./identifier.ts"
import type { TokenReader } from "./token-reader.ts"

export type ClauseKind =
  | "primaryKey"
  | "notNull"
  | "null"
  | "unique"
  | "check"
  | "default"
  | "collate"
  | "foreignKey"
  | "deferrable"
  | "generated"
  | "name"

/** A constraint or another clause of a definition in `CREATE TABLE` (lang_createtable). */
export interface Clause {
  readonly kind: ClauseKind
  /** Behind `CONSTRAINT`. */
  readonly name: string | undefined
  /** Of a constraint of the table: the columns that it stands for. */
  readonly columns: ReadonlyArray<string> | undefined
  /** The table that a foreign key refers to. */
  readonly target: string | undefined
  /** The offset of its first character in the definition, of the first behind its name, and of the one behind it. */
  readonly start: number
  readonly bodyStart: number
  readonly end: number
}

type Body = Pick<Clause, "kind"> & Partial<Pick<Clause, "columns" | "target">>

/** Whether a word begins a clause behind the type of a column. */
export const beginsClause = (reader: TokenReader): boolean => {
  const word = reader.word()
  if (word === undefined) return false
  return word === "GENERATED" ? reader.word(1) === "ALWAYS" && reader.word(2) === "AS" : clauseWords.has(word)
}

const clauseWords: ReadonlySet<string> = new Set([
  "CONSTRAINT",
  "PRIMARY",
  "NOT",
  "NULL",
  "UNIQUE",
  "CHECK",
  "DEFAULT",
  "COLLATE",
  "REFERENCES",
  "FOREIGN",
  "DEFERRABLE",
  "AS",
])

/** Reads a clause; `undefined` when none is there. */
export const readClause = (reader: TokenReader): Clause | undefined => {
  const first = reader.peek()
  if (first === undefined) return undefined
  const name = reader.skip("CONSTRAINT") ? nameOf(reader.take()) : undefined
  const bodyStart = reader.peek()?.start
  const body = readBody(reader) ?? (name === undefined ? undefined : { kind: "name" as const })
  const last = reader.last()
  return body === undefined || last === undefined
    ? undefined
    : {
      name,
      columns: undefined,
      target: undefined,
      ...body,
      start: first.start,
      bodyStart: bodyStart ?? endOf(last),
      end: endOf(last),
    }
}

const readBody = (reader: TokenReader): Body | undefined => {
  const word = reader.word()
  if (word === "GENERATED" || word === "AS") return readGenerated(reader)
  if (word === "NOT" && reader.word(1) === "DEFERRABLE") return readDeferrable(reader)
  if (word === undefined || word === "CONSTRAINT" || !clauseWords.has(word)) return undefined
  reader.take()
  switch (word) {
    case "PRIMARY":
      return readPrimaryKey(reader)
    case "NOT":
      reader.skip("NULL")
      return ends(reader, { kind: "notNull" })
    case "NULL":
      return ends(reader, { kind: "null" })
    case "UNIQUE":
      return ends(reader, { kind: "unique", columns: reader.names() })
    case "CHECK":
      reader.group()
      return ends(reader, { kind: "check" })
    case "DEFAULT":
      return readDefault(reader)
    case "COLLATE":
      reader.take()
      return { kind: "collate" }
    case "FOREIGN": {
      reader.skip("KEY")
      const columns = reader.names()
      reader.skip("REFERENCES")
      return { ...readReferences(reader), columns }
    }
    case "REFERENCES":
      return readReferences(reader)
    default:
      return skipInitially(reader)
  }
}

const readPrimaryKey = (reader: TokenReader): Body => {
  reader.skip("KEY")
  const columns = reader.names()
  if (!reader.skip("ASC")) reader.skip("DESC")
  skipConflict(reader)
  reader.skip("AUTOINCREMENT")
  return { kind: "primaryKey", columns }
}

const readDefault = (reader: TokenReader): Body => {
  if (!reader.group()) {
    const sign = reader.take()
    if (sign?.text === "+" || sign?.text === "-") reader.take()
  }
  return { kind: "default" }
}

const readGenerated = (reader: TokenReader): Body => {
  if (reader.skip("GENERATED")) reader.skip("ALWAYS")
  reader.skip("AS")
  reader.group()
  if (!reader.skip("STORED")) reader.skip("VIRTUAL")
  return { kind: "generated" }
}

const readReferences = (reader: TokenReader): Body => {
  const target = nameOf(reader.take())
  reader.group()
  for (;;) {
    if (reader.word() === "ON" && reader.word(1) !== "CONFLICT") {
      reader.take()
      reader.take()
      // SET NULL, SET DEFAULT, NO ACTION; CASCADE, RESTRICT.
      const action = reader.word()
      reader.take()
      if (action === "SET" || action === "NO") reader.take()
    } else if (reader.skip("MATCH")) {
      reader.take()
    } else if (reader.word() === "DEFERRABLE" || (reader.word() === "NOT" && reader.word(1) === "DEFERRABLE")) {
      readDeferrable(reader)
    } else {
      return { kind: "foreignKey", target }
    }
  }
}

const readDeferrable = (reader: TokenReader): Body => {
  reader.skip("NOT")
  reader.skip("DEFERRABLE")
  return skipInitially(reader)
}

const skipInitially = (reader: TokenReader): Body => {
  if (reader.skip("INITIALLY")) reader.take()
  return { kind: "deferrable" }
}

const ends = (reader: TokenReader, body: Body): Body => {
  skipConflict(reader)
  return body
}

const skipConflict = (reader: TokenReader): void => {
  if (reader.word() !== "ON" || reader.word(1) !== "CONFLICT") return
  reader.take()
  reader.take()
  reader.take()
}

const nameOf = (token: SqlToken | undefined): string | undefined => token && identifierOf(token)
