import { repoFlag } from "./repo-flag.ts"

/** The command for applied versions whose files are gone for good: `"sterna forget 10 20 -r main"`. */
export const forgetHint = (repo: string, versions: ReadonlyArray<bigint>): string =>
  `sterna forget ${versions.join(" ")}${repoFlag(repo)}`
