import { type DatabaseName, databaseNames } from "./compile-example.ts"
import type { Fence } from "./fences.ts"

/** What a page says that becomes of an example on some databases, one way. */
export interface Expected {
  readonly line: number
  readonly databases: ReadonlyArray<DatabaseName>
  readonly direction: "up" | "down"
  /** The message of a refusal; `undefined` where there are statements. */
  readonly refusal: string | undefined
  readonly statements: ReadonlyArray<string>
}

const names = "(?:every database|(?:PostgreSQL|MySQL|MariaDB|SQLite)(?:, (?:PostgreSQL|MySQL|MariaDB|SQLite))*)"
const statementsLabel = new RegExp(`^-- (${names})(, way back)?$`)
const refusalLabel = new RegExp(`^-- (way back )?refused by (${names}): (.*)$`)
const continued = "--   "

/**
 * Reads a block of SQL in which comments say what stands behind them: `-- PostgreSQL, SQLite`, `-- MySQL, way back`,
 * `-- refused by SQLite: …`, `-- way back refused by every database: …`. A statement ends with `;` at the end of a line;
 * another comment stands for one.
 */
export const expectedOf = ({ line, text }: Fence): ReadonlyArray<Expected> => {
  const found: Array<Expected> = []
  let statement = ""
  for (const [position, written] of text.split("\n").entries()) {
    const label = labelOf(written)
    const last = found.at(-1)
    if (label !== undefined) {
      found.push({ line: line + position + 1, statements: [], ...label })
    } else if (last?.refusal !== undefined && written.startsWith(continued)) {
      found.push({ ...found.pop() ?? last, refusal: `${last.refusal} ${written.slice(continued.length)}` })
    } else if (written !== "" && last !== undefined) {
      statement += `${statement === "" ? "" : " "}${written.trim()}`
      if (!statement.endsWith(";") && !statement.startsWith("-- ")) continue
      found.push({ ...found.pop() ?? last, statements: [...last.statements, oneLine(statement.replace(/;$/, ""))] })
      statement = ""
    }
  }
  return found.map((expected) => withMariadb(expected, found))
}

const labelOf = (text: string): Omit<Expected, "line" | "statements"> | undefined => {
  const [statements, databases = "", back] = statementsLabel.exec(text) ?? []
  if (statements !== undefined) {
    return { databases: databasesOf(databases), direction: back === undefined ? "up" : "down", refusal: undefined }
  }
  const [refused, backRefused, refusing = "", refusal = ""] = refusalLabel.exec(text) ?? []
  return refused === undefined
    ? undefined
    : { databases: databasesOf(refusing), direction: backRefused === undefined ? "up" : "down", refusal }
}

const databasesOf = (text: string): ReadonlyArray<DatabaseName> =>
  databaseNames.filter((name) => text === "every database" ? name !== "MariaDB" : text.split(", ").includes(name))

/** What is said of MySQL is said of MariaDB as well, unless the block has a word of its own for it. */
const withMariadb = (expected: Expected, found: ReadonlyArray<Expected>): Expected =>
  !expected.databases.includes("MySQL")
    || found.some(({ databases, direction }) => direction === expected.direction && databases.includes("MariaDB"))
    ? expected
    : { ...expected, databases: [...expected.databases, "MariaDB"] }

/** A message that a page quotes of MySQL, as MariaDB has it. */
export const refusalOf = ({ refusal }: Expected, database: DatabaseName): string | undefined =>
  database === "MariaDB" ? refusal?.replace(/^MySQL has /, "MariaDB has ") : refusal

/** SQL on one line: where a page breaks it means nothing. A null byte is shown as a sign. */
export const oneLine = (sql: string): string =>
  sql.replace(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")").replaceAll("\0", "␀").trim()
