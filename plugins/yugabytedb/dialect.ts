import { dialect } from "sterna/dialect"
import { onlineDialect } from "sterna/dialects/postgres"
import { grammar } from "./grammar.ts"

/**
 * YugabyteDB, by PostgreSQL's protocol (its manual, "YSQL"). Its port is 5433. `pg_stat_activity` shows the sessions of the node
 * that is asked, so that a dead run's session is found where the next run connects to the same node.
 */
export default dialect({
  ...onlineDialect(grammar, 5433),
  name: "yugabytedb",
  schemes: ["yugabytedb", "yugabyte"],
})
