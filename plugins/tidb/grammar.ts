import type { Grammar } from "sterna/dialect"
import { grammar as mysql } from "sterna/dialects/mysql"
import { features } from "./features.ts"

/** TiDB's SQL, where it differs from MySQL 8's (its manual, v8.5, "MySQL Compatibility"). */
export const grammar: Grammar = { ...mysql({ flavour: "mysql", version: "" }), database: "TiDB", features }
