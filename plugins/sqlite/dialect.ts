import { dialect, noCapabilities, processSessions } from "sterna/dialect"
import { compile } from "./compile.ts"
import { connect } from "./connection.ts"
import { copySchema } from "./copy-schema.ts"
import { inspect } from "./inspect.ts"
import { ledger } from "./ledger.ts"
import { lexicon } from "./lexicon.ts"
import { tryLock } from "./lock.ts"
import { nature } from "./nature.ts"
import { quoteName } from "./quote-name.ts"
import { rebuild } from "./rebuild.ts"
import { recover } from "./recover.ts"
import { refuseDrop } from "./refuse-drop.ts"
import { refuseInTransaction } from "./refuse-in-transaction.ts"
import { sessionValues } from "./session-values.ts"
import { storage } from "./storage.ts"
import { structure } from "./structure.ts"
import { transaction } from "./transaction.ts"
import { versions } from "./versions.ts"

/** SQLite 3, through the library that the executable carries. */
export default dialect({
  name: "sqlite",
  schemes: ["sqlite"],
  capabilities: { ...noCapabilities, transactionalDdl: true, tableLock: true },
  lexicon,
  quoteName,
  placeholder: () => "?",
  compile,
  connect,
  transaction,
  versions,
  ledger,
  nature,
  sessions: processSessions,
  tryLock,
  inspect,
  copySchema,
  rebuild,
  refuseInTransaction,
  sessionValues,
  refuseDrop,
  recover,
  storage,
  structure,
})
