import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import type { Overrides } from "../config/overrides.ts"
import { durationHint, parseDuration } from "../migration/duration.ts"
import { toggle } from "./output-flags.ts"
import { parseCount } from "./target-flags.ts"

const several = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar(metavar),
    Flag.withDescription(`${description}; may be given several times`),
    Flag.atLeast(0),
  )

/** The flags that say where the files of a project are. */
export const fileFlags = {
  config: Flag.String("config").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("The config, instead of sterna.config.ts or .json in the working directory"),
    Flag.optional,
  ),
  envFiles: several("env-file", "FILE", "A file of variables, like .env, for what the environment lacks"),
  repos: Flag.withAlias(several("repo", "NAME", "A repo of the config"), "r"),
  migrationsPaths: several("migrations-path", "FOLDER", "A folder of migrations, instead of the configured ones"),
}

/** The flag of the commands that ask a database. */
export const pluginFlags = {
  plugins: several("plugin", "MODULE", "A dialect beside the configured ones: a path or a package"),
}

const duration = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription(description),
    Flag.filterMap(parseDuration, (text) => `Expected ${durationHint(text)}`),
    Flag.optional,
  )

/** The flags that say what to work on. */
export const repoFlags = {
  ...fileFlags,
  ...pluginFlags,
  url: Flag.Redacted("url").pipe(
    Flag.withMetavar("URL"),
    Flag.withDescription("The database, instead of the configured one: sqlite:blog.db"),
    Flag.optional,
  ),
  prefix: Flag.String("prefix").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription("The prefix of this run, and of its versions table"),
    Flag.optional,
  ),
  lockTimeout: duration(
    "lock-timeout",
    "How long another run, or a busy database, is waited for, like 30s (the default) or 500ms",
  ),
  wait: duration("wait", "How long a server that accepts no connection yet is tried again, like 60s; 0 is the default"),
}

/** The flags that bound the statements of migrations, unless a migration has bounds of its own. */
export const statementFlags = {
  statementTimeout: duration(
    "statement-timeout",
    "How long a statement of a migration may take, like 5m; the server's own limit is the default",
  ),
  statementLockTimeout: duration(
    "statement-lock-timeout",
    "How long a statement of a migration may wait for a lock, like 5s; the server's own limit is the default",
  ),
  retries: Flag.String("retries").pipe(
    Flag.withMetavar("COUNT"),
    Flag.withDescription(
      "How often a migration that lost to a lock, or in a deadlock, is tried again; 3 is the default where the server has timeouts, else 0",
    ),
    Flag.filterMap(parseCount, () => "Expected a number of times, 0 or more"),
    Flag.optional,
  ),
}

/** The flag of the commands that take the lock. */
export const orphanFlag = {
  cancelOrphan: toggle(
    "cancel-orphan",
    "End what a run that has died left running on the server, instead of waiting for it",
  ),
}

/** The flags of a command that works on databases as a whole. */
export const databaseFlags = {
  config: repoFlags.config,
  envFiles: repoFlags.envFiles,
  repos: repoFlags.repos,
  ...pluginFlags,
  url: repoFlags.url,
  lockTimeout: repoFlags.lockTimeout,
  wait: repoFlags.wait,
}

/** The flags of a command that works on the structure files of databases. */
export const structureFlags = {
  ...databaseFlags,
  prefix: repoFlags.prefix,
  dumpPath: Flag.String("dump-path").pipe(
    Flag.withAlias("d"),
    Flag.withMetavar("FILE"),
    Flag.withDescription(
      "The structure file, instead of the configured one, or of structure.sql beside the config; - is the standard output, or input",
    ),
    Flag.optional,
  ),
}

export type FileFlags = Command.Command.Config.Infer<typeof fileFlags>
export type RepoFlags = Command.Command.Config.Infer<typeof repoFlags>
export type StatementFlags = Command.Command.Config.Infer<typeof statementFlags>

/** What all commands that read a config have, and what some do. */
export type SettingFlags = Pick<FileFlags, "config" | "envFiles" | "repos"> & Partial<RepoFlags & StatementFlags> & {
  readonly cancelOrphan?: boolean
  readonly searchPath?: boolean
} & Pick<Overrides, "offline">

/** What the flags say about settings. */
export const overridesOf = (flags: SettingFlags): Overrides => ({
  config: valueOf(flags.config),
  envFiles: flags.envFiles,
  repos: flags.repos,
  migrationsPaths: flags.migrationsPaths ?? [],
  plugins: flags.plugins ?? [],
  url: valueOf(flags.url),
  prefix: valueOf(flags.prefix),
  lockTimeout: valueOf(flags.lockTimeout),
  cancelOrphan: flags.cancelOrphan ?? false,
  statementLockTimeout: valueOf(flags.statementLockTimeout),
  statementTimeout: valueOf(flags.statementTimeout),
  retries: valueOf(flags.retries),
  wait: valueOf(flags.wait),
  offline: flags.offline,
  searchPath: flags.searchPath ?? false,
})

/** The flags of a command that works on one repo. */
export const oneRepoFlags = {
  ...fileFlags,
  repos: Flag.String("repo").pipe(
    Flag.withAlias("r"),
    Flag.withMetavar("NAME"),
    Flag.withDescription("The repo of the config, where it has several"),
    Flag.optional,
    Flag.map(Option.toArray),
  ),
}

const valueOf = <Value>(option: Option.Option<Value> | undefined): Value | undefined =>
  option === undefined ? undefined : Option.getOrUndefined(option)
