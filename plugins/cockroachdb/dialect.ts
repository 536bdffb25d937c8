import * as Effect from "effect/Effect"
import { dialect } from "sterna/dialect"
import { onlineDialect } from "sterna/dialects/postgres"
import { grammar } from "./grammar.ts"
import { sessions } from "./sessions.ts"

const online = onlineDialect(grammar, 26_257)

/** CockroachDB, by PostgreSQL's protocol (its manual, "PostgreSQL Compatibility"). Its port is 26257. */
export default dialect({
  ...online,
  name: "cockroachdb",
  schemes: ["cockroachdb", "cockroach"],
  transaction: {
    ...online.transaction,
    // "Online Schema Changes": with autocommit_before_ddl a change of the schema ends the transaction ("SHOW", TRANSACTION STATUS).
    isOpen: (connection) =>
      Effect.map(
        connection.query("SHOW TRANSACTION STATUS"),
        ([row]) => row !== undefined && !Object.values(row).includes("NoTxn"),
      ),
  },
  sessions,
})
