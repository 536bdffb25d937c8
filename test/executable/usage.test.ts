import { expect, test } from "bun:test"
import packageJson from "../../package.json" with { type: "json" }
import { tables } from "./history.ts"
import { Project } from "./project.ts"

test("--version", async () => {
  using project = new Project()
  expect(await project.sterna(["--version"])).toEqual({
    code: 0,
    stderr: "",
    stdout: `sterna ${packageJson.version}\n`,
  })
})

test.each<[ReadonlyArray<string>, ReadonlyArray<string>]>([
  [["--help"], ["migrate", "rollback", "status", "gen", "init"]],
  [["migrate", "--help"], ["--to", "--to-exclusive", "--step", "--all", "--json", "--lock-timeout", "--repo", "--url"]],
  [["rollback", "--help"], ["--to", "--step", "--ignore-missing"]],
  [["status", "--help"], ["--check", "--json"]],
  [["gen", "--help"], ["--sql"]],
  [["init", "--help"], ["init"]],
])("%j is a result", async (args, words) => {
  using project = new Project()
  const { code, stderr, stdout } = await project.sterna(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  for (const word of words) expect(stdout).toContain(word)
})

test("no command at all shows the help and is wrong usage", async () => {
  using project = new Project()
  const { code, stderr, stdout } = await project.sterna([])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain("migrate")
})

test.each<[ReadonlyArray<string>, ReadonlyArray<string | RegExp>]>([
  [["migrat"], ["migrat", /did you mean/i, "migrate"]],
  [["frobnicate"], ["frobnicate"]],
  [["migrate", "--stpe", "1"], ["--stpe", /did you mean/i, "--step"]],
  [["migrate", "--ignore-missing"], ["--ignore-missing"]],
  [["status", "--chek"], ["--chek", /did you mean/i, "--check"]],
  [["migrate", "--to", "abc"], ["--to", "abc"]],
  [["migrate", "--to", "20_m20"], ["--to", "20_m20", "20"]],
  [["migrate", "--to", "-1"], ["--to"]],
  [["migrate", "--to", "9223372036854775808"], ["9223372036854775808"]],
  [["migrate", "--to"], ["--to"]],
  [["migrate", "--step", "-1"], ["--step"]],
  [["migrate", "--step", "1.5"], ["--step", "1.5"]],
  [["migrate", "--step", "1e3"], ["--step", "1e3"]],
  [["rollback", "--step", "two"], ["--step", "two"]],
  [["migrate", "--lock-timeout", "soon"], ["--lock-timeout", "soon"]],
  [["migrate", "extra"], ["extra"]],
  [["gen"], ["name"]],
  [["migrate", "--migrations-path", "nowhere"], ["nowhere"]],
  [["migrate", "--migrations-path", "migrations/10_m10.ts"], ["10_m10.ts"]],
  [["migrate", "--repo", "other"], ["other"]],
  [["migrate", "--config", "nowhere.ts"], ["nowhere.ts"]],
  [["migrate", "--url", "blog.db"], ["scheme"]],
  [["migrate", "--url", "oracle:blog"], ["oracle"]],
  [["migrate", "--prefix", "tenant"], ["tenant", "--prefix"]],
  [["status", "--prefix", "tenant"], ["tenant", "--prefix"]],
])("%j is refused with one clear error", async (args, words) => {
  using project = new Project(tables(10))
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr.match(/^error: /gm)).toHaveLength(1)
  for (const word of words) {
    expect(stderr).toEqual(typeof word === "string" ? expect.stringContaining(word) : expect.stringMatching(word))
  }
  expect(project.files()).toEqual(before)
})
