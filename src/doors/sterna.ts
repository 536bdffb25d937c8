/** What migrations and configs import: the language, `defineConfig`, `env`. */
export type { Config, PluginConfig, RepoConfig } from "../config/config.ts"
export { defineConfig } from "../config/config.ts"
export type { EnvironmentVariable } from "../config/environment-variable.ts"
export { env } from "../config/environment-variable.ts"
export type { ArrayType, ColumnType, KnownType, ScalarType } from "../migration/column-type.ts"
export { array } from "../migration/column-type.ts"
export type {
  Add,
  AddIfNotExists,
  AlterEntry,
  ColumnCheck,
  ColumnOptions,
  CreateEntry,
  Default,
  From,
  Modify,
  ModifyOptions,
  Remove,
  RemoveIfExists,
  Timestamps,
  TimestampsOptions,
} from "../migration/column.ts"
export { add, addIfNotExists, modify, remove, removeIfExists, timestamps } from "../migration/column.ts"
export type { Command, DropOptions, ExecuteFunction, UpdateAllOptions } from "../migration/command.ts"
export {
  alter,
  create,
  createIfNotExists,
  drop,
  dropIfExists,
  execute,
  executeFile,
  flush,
  rename,
  updateAll,
} from "../migration/command.ts"
export type { Constraint, ConstraintOptions } from "../migration/constraint.ts"
export { constraint } from "../migration/constraint.ts"
export type { Context, Query, RepoContext, Result, Row, Run, Sql } from "../migration/context.ts"
export type { DatabaseError, DatabaseErrorKind } from "../migration/database-error.ts"
export type { Index, IndexColumn, IndexOptions, IndexTerm } from "../migration/database-index.ts"
export { index, uniqueIndex } from "../migration/database-index.ts"
export type { Direction } from "../migration/direction.ts"
export type { Fragment } from "../migration/fragment.ts"
export { fragment } from "../migration/fragment.ts"
export type { Body, Migration, MigrationInput, MigrationOptions } from "../migration/migration.ts"
export { migration } from "../migration/migration.ts"
export type { OnDelete, OnUpdate, Reference, ReferenceOptions } from "../migration/reference.ts"
export { references } from "../migration/reference.ts"
export type { Refusal, RefusalKind } from "../migration/refusal.ts"
export type { PrimaryKeyOptions, Table, TableOptions } from "../migration/table.ts"
export { table } from "../migration/table.ts"
