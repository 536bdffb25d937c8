import * as Result from "effect/Result"
import type { Command } from "sterna"
import type { Dialect, LanguageSettings, Refusal, Server, SqlLexicon } from "sterna/dialect"
import { compile as compileMysql } from "../../plugins/mysql/compile.ts"
import { lexicon as mysqlLexicon } from "../../plugins/mysql/lexicon.ts"
import { compile as compilePostgres } from "../../plugins/postgres/compile.ts"
import { lexicon as postgresLexicon } from "../../plugins/postgres/lexicon.ts"
import { compile as compileSqlite } from "../../plugins/sqlite/compile.ts"
import { lexicon as sqliteLexicon } from "../../plugins/sqlite/lexicon.ts"
import { decodeMigration } from "../../src/migration/decode.ts"
import type { Direction } from "../../src/migration/direction.ts"
import type { Migration } from "../../src/migration/migration.ts"
import { reverseAll } from "../../src/migration/reverse.ts"
import { splitStatements } from "../../src/migration/sql-statement.ts"
import { transactionControl } from "../../src/migration/transaction-control.ts"
import type { Example } from "./example.ts"

export type DatabaseName = "PostgreSQL" | "MySQL" | "MariaDB" | "SQLite"

const compilers: {
  readonly [Name in DatabaseName]: { readonly compile: Dialect["compile"]; readonly server: Server }
} = {
  PostgreSQL: { compile: compilePostgres, server: { flavour: "postgres", version: "15" } },
  MySQL: { compile: compileMysql, server: { flavour: "mysql", version: "8.4" } },
  MariaDB: { compile: compileMysql, server: { flavour: "mariadb", version: "10.11" } },
  SQLite: { compile: compileSqlite, server: { flavour: "sqlite", version: "3" } },
}

export const databaseNames: ReadonlyArray<DatabaseName> = ["PostgreSQL", "MySQL", "MariaDB", "SQLite"]

/** What becomes of an example without a server; `undefined` where only a run can tell: a function decides, or a file. */
export type Compiled = Result.Result<ReadonlyArray<string>, Refusal> | undefined

/** Stands for the statements that only the table's present schema tells. */
export const builtAnew = "-- builds the table anew"

/** What an example becomes on a database, one way. */
export const compileExample = (
  { exported, settings }: Example,
  database: DatabaseName,
  direction: Direction,
): Compiled => {
  const decoded = decodeMigration(exported)
  return Result.isFailure(decoded)
    ? Result.fail(decoded.failure)
    : compileDirection(decoded.success.input, direction, (command) => compileOne(command, database, settings))
}

const compileDirection = (
  { change, down, up }: Migration["input"],
  direction: Direction,
  compile: (command: Command) => Compiled,
): Compiled => {
  const own = direction === "up" ? up : down
  const body = own ?? change ?? []
  if (typeof body === "function") return undefined
  const commands = direction === "up" || own !== undefined ? Result.succeed(body) : reverseAll(body)
  if (Result.isFailure(commands)) return Result.fail(commands.failure)
  const statements: Array<string> = []
  for (const command of commands.success) {
    const compiled = compile(command)
    if (compiled === undefined || Result.isFailure(compiled)) return compiled
    statements.push(...compiled.success)
  }
  return Result.succeed(statements)
}

/** What a command becomes on a database. */
export const compileOne = (command: Command, database: DatabaseName, settings: LanguageSettings): Compiled => {
  const { compile, server } = compilers[database]
  switch (command._tag) {
    case "Flush":
      return Result.succeed([])
    case "Execute":
      return typeof command.up === "string" ? compileSql(command.up, lexicons[database]) : undefined
    case "ExecuteFile":
      return undefined
    default:
      return Result.map(
        compile(command, { settings, server }),
        (steps) => steps.map((step) => step._tag === "Statement" ? step.sql : builtAnew),
      )
  }
}

const lexicons: { readonly [Name in DatabaseName]: SqlLexicon } = {
  PostgreSQL: postgresLexicon,
  MySQL: mysqlLexicon,
  MariaDB: mysqlLexicon,
  SQLite: sqliteLexicon,
}

/** Whether a statement that ends a transaction is refused only a run tells: it knows the transaction. */
const compileSql = (sql: string, lexicon: SqlLexicon): Compiled => {
  const statements = splitStatements(sql, lexicon).map(({ text }) => text)
  return statements.some((text) => transactionControl(text, lexicon) !== undefined)
    ? undefined
    : Result.succeed(statements)
}
