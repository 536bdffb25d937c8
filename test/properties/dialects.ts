import type { Command } from "sterna"
import type { DataCommand, Dialect, Server } from "sterna/dialect"
import { compile as mysql } from "../../plugins/mysql/compile.ts"
import { compile as postgres } from "../../plugins/postgres/compile.ts"
import { compile as sqlite } from "../../plugins/sqlite/compile.ts"

/** A database's compiler, with the server that it compiles for. */
export interface Compiler {
  readonly compile: Dialect["compile"]
  readonly server: Server
}

export const compilers: { readonly [dialect: string]: Compiler } = {
  sqlite: { compile: sqlite, server: { flavour: "sqlite", version: "3.51.0" } },
  postgres: { compile: postgres, server: { flavour: "postgres", version: "16.4" } },
  mysql: { compile: mysql, server: { flavour: "mysql", version: "8.4.0" } },
  mariadb: { compile: mysql, server: { flavour: "mariadb", version: "11.4.2" } },
}

/** Whether a command is for the compiler: SQL and files go to the database by another way. */
export const isCompilable = (command: Command): command is DataCommand =>
  command._tag !== "Execute" && command._tag !== "ExecuteFile" && command._tag !== "Flush"
