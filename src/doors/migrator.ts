/** What an application imports that speaks Effect: the migrator's Effects, and the errors that they fail with. */
export { ConfigError } from "../config/config-error.ts"
export { ModuleError } from "../dialect/modules.ts"
export { PluginError } from "../dialect/plugin-error.ts"
export { PluginFailed } from "../dialect/plugin-failed.ts"
export type { Event, MigrationName } from "../events/event.ts"
export { HistoryMismatch } from "../history/history-mismatch.ts"
export { SourceError } from "../history/source-error.ts"
export { DatabaseError } from "../migration/database-error.ts"
export { Refusal } from "../migration/refusal.ts"
export type { MigratorError } from "../migrator/each-repo.ts"
export { migrate, rollback } from "../migrator/migrate.ts"
export type {
  MigrateOptions,
  PlanOptions,
  ProjectOptions,
  RollbackOptions,
  StatusOptions,
  TargetOptions,
} from "../migrator/options.ts"
export type { RepoPlan } from "../migrator/plan.ts"
export { plan } from "../migrator/plan.ts"
export type { RepoStatus } from "../migrator/status.ts"
export { status } from "../migrator/status.ts"
export type { MigrateResult } from "../run/migrate.ts"
export type { PlannedCommand, PlannedMigration } from "../run/planned-migration.ts"
export { LockLost, LockTimeout, MigrationFailed, MigrationRefused, Thrown, Unresolved } from "../run/run-error.ts"
export type { StatusInFlight, StatusRow } from "../run/status.ts"
