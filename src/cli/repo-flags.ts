import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import { durationExpected, parseDuration } from "../config/duration.ts"
import type { Overrides } from "../config/overrides.ts"
import { toggle } from "./output-flags.ts"

/** The flags that say where the files of a project are. */
export const fileFlags = {
  config: Flag.String("config").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("The config, instead of sterna.config.ts or .json in the working directory"),
    Flag.optional,
  ),
  repos: Flag.String("repo").pipe(
    Flag.withAlias("r"),
    Flag.withMetavar("NAME"),
    Flag.withDescription("A repo of the config; may be given several times"),
    Flag.atLeast(0),
  ),
  migrationsPaths: Flag.String("migrations-path").pipe(
    Flag.withMetavar("FOLDER"),
    Flag.withDescription("A folder of migrations, instead of the configured ones; may be given several times"),
    Flag.atLeast(0),
  ),
}

/** The flags that say what to work on. */
export const repoFlags = {
  ...fileFlags,
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
  lockTimeout: Flag.String("lock-timeout").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription(
      "How long another run, or a busy database, is waited for, like 30s (the default); a bare number is milliseconds",
    ),
    Flag.filterMap(parseDuration, () => `Expected ${durationExpected}`),
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
  repos: repoFlags.repos,
  url: repoFlags.url,
  lockTimeout: repoFlags.lockTimeout,
}

/** The flags of a command that works on the structure files of databases. */
export const structureFlags = {
  ...databaseFlags,
  prefix: repoFlags.prefix,
  dumpPath: Flag.String("dump-path").pipe(
    Flag.withAlias("d"),
    Flag.withMetavar("FILE"),
    Flag.withDescription("The structure file, instead of the configured one, or of structure.sql beside the config"),
    Flag.optional,
  ),
}

export type FileFlags = Command.Command.Config.Infer<typeof fileFlags>
export type RepoFlags = Command.Command.Config.Infer<typeof repoFlags>

/** What all commands that read a config have, and what some do. */
export type SettingFlags = Pick<FileFlags, "config" | "repos"> & Partial<RepoFlags> & {
  readonly cancelOrphan?: boolean
}

/** What the flags say about settings. */
export const overridesOf = (flags: SettingFlags): Overrides => ({
  repos: flags.repos,
  migrationsPaths: flags.migrationsPaths ?? [],
  url: valueOf(flags.url),
  prefix: valueOf(flags.prefix),
  lockTimeout: valueOf(flags.lockTimeout),
  cancelOrphan: flags.cancelOrphan ?? false,
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
