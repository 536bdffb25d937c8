import type { RepoSettings } from "../dialect/repo.ts"

/** The settings of a repo for one of its prefixes: that of the run, and of its versions table. */
export const withPrefix = (settings: RepoSettings, prefix: string): RepoSettings => ({
  ...settings,
  versionsTable: { ...settings.versionsTable, prefix },
  language: { ...settings.language, prefix },
})

/** The prefixes of a list like `"a, b,c"`, each once. */
export const prefixesOf = (list: string): ReadonlyArray<string> =>
  Array.from(new Set(list.split(",").map((part) => part.trim()).filter((part) => part !== "")))
