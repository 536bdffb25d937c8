/** What a dialect plugin imports: the contract, and the toolkit that dialects share. */
export type { Capabilities } from "../dialect/capabilities.ts"
export { noCapabilities } from "../dialect/capabilities.ts"
export type { BatchStatement, Connection, ConnectionTarget, Notice, Wait } from "../dialect/connection.ts"
export type {
  CompileOptions,
  Dialect,
  SearchPathStatements,
  SessionStatements,
  TransactionKind,
  TransactionStatements,
} from "../dialect/dialect.ts"
export { contractVersion, dialect } from "../dialect/dialect.ts"
export type { LedgerRow, LedgerStatements } from "../dialect/ledger-table.ts"
export { ledgerTable } from "../dialect/ledger-table.ts"
export type { Nature } from "../dialect/nature.ts"
export type { Finding, Probe } from "../dialect/probe.ts"
export type { ServerSession, ServerSessions } from "../dialect/server-session.ts"
export type { Server } from "../dialect/server.ts"
export type { StatementTimeouts } from "../dialect/statement-timeouts.ts"
export type { Rebuild, Statement, Step } from "../dialect/step.ts"
export { statement } from "../dialect/step.ts"
export type { Storage, StorageOptions } from "../dialect/storage.ts"
export type { Structure, StructureFile } from "../dialect/structure.ts"
export type { TableSchema } from "../dialect/table-schema.ts"
export { type Ended, type Environment, runProgram } from "../dialect/toolkit/client-program.ts"
export { columnText, nullability } from "../dialect/toolkit/column-text.ts"
export { compileCommand } from "../dialect/toolkit/compile.ts"
export { databaseInUse, endThem } from "../dialect/toolkit/database-in-use.ts"
export { withDefaultPort } from "../dialect/toolkit/default-port.ts"
export { type Features, noFeatures } from "../dialect/toolkit/feature.ts"
export { foreignKeyText } from "../dialect/toolkit/foreign-key-text.ts"
export type { Grammar } from "../dialect/toolkit/grammar.ts"
export { oneByOne, together } from "../dialect/toolkit/grammar.ts"
export { homeFolder } from "../dialect/toolkit/home-folder.ts"
export { ledgerStatements, type LedgerSyntax } from "../dialect/toolkit/ledger.ts"
export { type LoadOptions, loadStructure } from "../dialect/toolkit/load-structure.ts"
export { type NameLimit, refuseNames } from "../dialect/toolkit/name-limit.ts"
export { quoteName } from "../dialect/toolkit/name.ts"
export { holdName } from "../dialect/toolkit/process-lock.ts"
export { processSessions } from "../dialect/toolkit/process-sessions.ts"
export { standardLexicon } from "../dialect/toolkit/standard-lexicon.ts"
export { natureOfPhrase, type StatementPhrases } from "../dialect/toolkit/statement-nature.ts"
export type { ColumnText, ModifyColumnText } from "../dialect/toolkit/statement-text.ts"
export { synopsis } from "../dialect/toolkit/synopsis.ts"
export type { TypeRule, TypeTable } from "../dialect/toolkit/type-table.ts"
export { asWritten, fractional, scaled, sized, typeText } from "../dialect/toolkit/type-table.ts"
export {
  type ConnectFailure,
  type ConnectionWords,
  placeOf,
  type ServerPlace,
  unreachableErrors,
} from "../dialect/toolkit/unreachable.ts"
export type { LockAttempt, LockOptions, TryLock } from "../dialect/try-lock.ts"
export type { OwnColumn, VersionRow, VersionsStatements, VersionsTable } from "../dialect/versions-table.ts"
export type { Default } from "../migration/column.ts"
export type { DatabaseErrorKind } from "../migration/database-error.ts"
export { DatabaseError } from "../migration/database-error.ts"
export type { ForeignKey } from "../migration/foreign-key.ts"
export { isFragment } from "../migration/fragment.ts"
export { nearest } from "../migration/nearest.ts"
export type { QualifiedName } from "../migration/qualified-name.ts"
export type { RefusalKind } from "../migration/refusal.ts"
export { invalid, irreversible, Refusal, unsupported } from "../migration/refusal.ts"
export type { DataCommand } from "../migration/resolve.ts"
export type { LanguageSettings } from "../migration/settings.ts"
export type { SqlLexicon } from "../migration/sql-lexicon.ts"
export { tokenize } from "../migration/sql-scanner.ts"
export type { SqlToken } from "../migration/sql-token.ts"
export { isContent, wordOf } from "../migration/sql-token.ts"
export type { ModifyColumn, TableChange } from "../migration/table-change.ts"
export type { TableColumn } from "../migration/table-column.ts"
