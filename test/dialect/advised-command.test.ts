import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { advisedCommand, advisedForget, type AdvisedRepo } from "../../src/dialect/advised-command.ts"
import type { ChosenBy } from "../../src/dialect/repo.ts"

const chosenBy: ChosenBy = { severalRepos: false, config: undefined, envFiles: [] }
const several: ChosenBy = { ...chosenBy, severalRepos: true }
const repo = (settings: Partial<AdvisedRepo>, prefix?: string): AdvisedRepo => ({
  name: "default",
  chosenBy,
  ...settings,
  versionsTable: { prefix },
})

test.each<readonly [words: string, repo: AdvisedRepo, command: string]>([
  ["migrate", repo({}), "sterna migrate"],
  ["migrate", { name: "main", versionsTable: { prefix: undefined } }, "sterna migrate"],
  ["migrate", repo({ name: "main" }), "sterna migrate"],
  ["migrate", repo({ name: "main", chosenBy: several }), "sterna migrate -r main"],
  ["migrate", repo({ chosenBy: several }), "sterna migrate -r default"],
  ["resolve 10", repo({ chosenBy: several }, "t9"), "sterna resolve 10 -r default --prefix t9"],
  ["resolve 10", repo({}, "Tenant 9"), "sterna resolve 10 --prefix 'Tenant 9'"],
  ["resolve 10", repo({}, "it's"), String.raw`sterna resolve 10 --prefix 'it'\''s'`],
  ["history", repo({}, "$(id)"), "sterna history --prefix '$(id)'"],
  ["history", repo({}, ""), "sterna history --prefix ''"],
  ["history", repo({}, "-x"), "sterna history --prefix=-x"],
  ["history", repo({}, "~"), "sterna history --prefix '~'"],
  ["create", repo({ chosenBy: several }, "t9"), "sterna create -r default"],
  ["drop", repo({}, "t9"), "sterna drop"],
  ["migrate", repo({ searchPath: true }, "t9"), "sterna migrate --prefix t9 --search-path"],
  ["rollback", repo({ searchPath: true }, "t9"), "sterna rollback --prefix t9 --search-path"],
  ["resolve 10", repo({ searchPath: true }, "t9"), "sterna resolve 10 --prefix t9"],
  [
    "plan",
    repo({ chosenBy: { ...several, config: "my config.ts", envFiles: ["a.env", "b;c.env"] } }, "t9"),
    "sterna plan -r default --prefix t9 --config 'my config.ts' --env-file a.env --env-file 'b;c.env'",
  ],
])("%s: %#", (words, settings, command) => {
  expect(advisedCommand(words, settings)).toBe(command)
})

test("versions whose files are gone", () => {
  expect(advisedForget(repo({ name: "main", chosenBy: several }), [10n, 20n])).toBe("sterna forget 10 20 -r main")
})

test.each([
  "migrate",
  "rollback",
  "resolve",
  "forget",
  "baseline",
  "plan",
  "status",
  "history",
  "create",
  "drop",
  "dump",
])(
  "%s has the flags that it is advised with, and is advised with all that it has",
  (command) => {
    const page = readFileSync(new URL(`../../docs/commands/${command}.md`, import.meta.url), "utf8")
    const all = repo({ chosenBy: { severalRepos: true, config: "c", envFiles: ["e"] }, searchPath: true }, "p")
    const advised = ["-r", "--prefix", "--search-path", "--config", "--env-file"]
      .filter((each) => advisedCommand(command, all).split(" ").includes(each))
    expect(advised.filter((each) => page.includes(`${each} `) || page.includes(`${each}\``))).toEqual(advised)
    expect(/--prefix NAME/.test(page)).toBe(advised.includes("--prefix"))
    expect(/--search-path/.test(page)).toBe(advised.includes("--search-path"))
  },
)
