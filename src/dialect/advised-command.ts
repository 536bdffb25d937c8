import type { RepoSettings } from "./repo.ts"

/** What an advised command has to know of its repo: what chose the database of this run. */
export type AdvisedRepo =
  & Pick<RepoSettings, "name" | "chosenBy" | "searchPath">
  & { readonly versionsTable: Pick<RepoSettings["versionsTable"], "prefix"> }

/** They work on databases as a whole, or on files alone. */
const withoutPrefix: ReadonlySet<string> = new Set(["create", "drop", "gen"])

/** They run migrations. */
const withSearchPath: ReadonlySet<string> = new Set(["migrate", "rollback", "redo"])

/**
 * A command to be typed after this run, on the database that this run had: `sterna resolve 10 -r main --prefix t9`. It
 * repeats the flags that chose it, as they were given, and never `--url`, which may hold a password.
 *
 * @param words the command and what stands behind it: `"resolve 10"`
 */
export const advisedCommand = (words: string, repo: AdvisedRepo): string => {
  const { chosenBy, name, searchPath = false, versionsTable: { prefix } } = repo
  const [command = ""] = words.split(" ", 1)
  const { config, envFiles = [], severalRepos = false } = chosenBy ?? {}
  return [
    `sterna ${words}`,
    ...severalRepos ? [flag("-r", name)] : [],
    ...prefix === undefined || withoutPrefix.has(command) ? [] : [flag("--prefix", prefix)],
    ...searchPath && withSearchPath.has(command) ? ["--search-path"] : [],
    ...config === undefined ? [] : [flag("--config", config)],
    ...envFiles.map((file) => flag("--env-file", file)),
  ].join(" ")
}

/** That much of a repo's settings, for an error to carry. */
export const advisedPart = (
  { chosenBy, name, searchPath = false, versionsTable: { prefix } }: AdvisedRepo,
): AdvisedRepo => ({
  name,
  searchPath,
  versionsTable: { prefix },
  ...chosenBy && { chosenBy },
})

/** The command for applied versions whose files are gone for good: `"sterna forget 10 20 -r main"`. */
export const advisedForget = (repo: AdvisedRepo, versions: ReadonlyArray<bigint>): string =>
  advisedCommand(`forget ${versions.join(" ")}`, repo)

/** A value that looks like a flag is taken for one behind a blank. */
const flag = (name: string, value: string): string => `${name}${value.startsWith("-") ? "=" : " "}${quoted(value)}`

/** A word as a POSIX shell takes it (POSIX.1-2024, Shell Command Language, 2.2.2). */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
