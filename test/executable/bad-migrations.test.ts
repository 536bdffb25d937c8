import { expect, test } from "bun:test"
import { creating, tables, typescript } from "./history.ts"
import { type Files, Project } from "./project.ts"

const bad = (text: string): Files => ({ "migrations/20_bad.ts": text })

test.each<[string, Files, ReadonlyArray<string>]>([
  ["that does not parse", bad("import { migration } from \"sterna\"\n\nexport default migration({ change: [ )\n"), [
    "line 3",
  ]],
  ["that throws when loaded", bad("throw new Error(\"no luck today\")"), ["no luck today"]],
  ["that exports nothing", bad("export const change = []"), ["export default migration"]],
  ["that exports something else", bad("export default { change: [] }"), ["export default migration"]],
  ["that imports a word that is none", bad("import { tabel } from \"sterna\"\nexport default tabel"), [
    "tabel",
    "Did you mean \"table\"?",
  ]],
  ["that imports a word of Ecto's", bad("import { addColumn } from \"sterna\"\nexport default addColumn"), [
    "addColumn",
    "Did you mean \"add\"?",
  ]],
  [
    "that uses a word without an import",
    bad("import { migration, table } from \"sterna\"\nexport default migration({ change: [create(table(\"x\"))] })"),
    [
      "create is not defined",
      "Write import { create } from \"sterna\".",
    ],
  ],
  ["with a name for a table", bad(typescript("up: [alter(\"orders\", [remove(\"x\")])]")), [
    "\"table\" is \"orders\".",
    "Write table(\"orders\").",
  ]],
  ["that creates a name", bad(typescript("up: [create(\"orders\", [add(\"x\", \"string\")])]")), [
    "Write table(\"orders\")",
  ]],
  ["that drops a name", bad(typescript("up: [drop(\"orders\")]")), ["Write table(\"orders\")"]],
  ["that renames a name", bad(typescript("up: [rename(\"orders\", { to: \"sales\" })]")), ["Write table(\"orders\")"]],
  ["that renames to a name", bad(typescript("up: [rename(table(\"orders\"), { to: \"sales\" })]")), [
    "Write table(\"sales\")",
  ]],
  ["with neither change nor up", bad(typescript("transaction: false")), ["`change`", "`up`"]],
  ["with an unknown key", bad(typescript("chnage: []")), ["chnage", "\"change\""]],
  ["with an unknown option", bad(typescript("up: [], transactoin: false")), ["transactoin", "\"transaction\""]],
  [
    "with an unknown option of a column",
    bad(typescript("up: [create(table(\"x\"), [add(\"y\", \"string\", { nul: false })])]")),
    ["add(\"y\")", "nul", "\"null\""],
  ],
  ["with an unknown option of a table", bad(typescript("up: [create(table(\"x\", { primarykey: false }))]")), [
    "table(\"x\")",
    "primarykey",
    "\"primaryKey\"",
  ]],
  ["with an unknown option of an index", bad(typescript("up: [create(index(\"x\", [\"y\"], { uniqe: true }))]")), [
    "uniqe",
    "\"unique\"",
  ]],
  [
    "with an unknown option of a reference",
    bad(typescript("up: [create(table(\"x\"), [add(\"y\", references(\"z\", { ondelete: \"cascade\" }))])]")),
    ["references(\"z\")", "ondelete", "\"onDelete\""],
  ],
  [
    "with a wrong action",
    bad(typescript("up: [create(table(\"x\"), [add(\"y\", references(\"z\", { onDelete: \"delete\" }))])]")),
    ["onDelete", "delete"],
  ],
  ["with a column outside of a block", bad(typescript("up: [add(\"y\", \"string\")]")), ["add(\"y\")", "alter(table"]],
  ["with a table that nothing is done with", bad(typescript("up: [table(\"x\")]")), ["table(\"x\")", "create("]],
  ["with something else among its commands", bad(typescript("up: [\"DROP TABLE x\"]")), ["DROP TABLE x"]],
  ["with a body that is none", bad(typescript("up: \"DROP TABLE x\"")), ["`up`"]],
  [
    "with a Date as default",
    bad(typescript("up: [create(table(\"x\"), [add(\"y\", \"date\", { default: new Date(0) })])]")),
    ["column y of table x", "Date"],
  ],
  ["with what SQLite cannot do", bad(typescript("up: [create(index(\"t10\", [\"name\"], { concurrently: true }))]")), [
    "concurrently",
  ]],
  ["with a prefix, which SQLite has not", bad(typescript("up: [create(table(\"x\", { prefix: \"other\" }))]")), [
    "prefix",
  ]],
  ["with a quote in a name", bad(typescript("up: [create(table('a\"b'))]")), [JSON.stringify("a\"b"), "quote"]],
  ["in SQL without a marker", { "migrations/20_bad.sql": "CREATE TABLE x (id INTEGER);" }, ["-- migrate:up"]],
  ["in SQL with a misspelt marker", { "migrations/20_bad.sql": "-- Migrate:Up\nSELECT 1;" }, [
    "-- Migrate:Up",
    "line 1",
  ]],
  ["in SQL with an unknown option", { "migrations/20_bad.sql": "-- migrate:up transactoin:false\nSELECT 1;" }, [
    "transactoin",
    "\"transaction\"",
    "line 1",
  ]],
  ["in SQL with an open string", { "migrations/20_bad.sql": "-- migrate:up\n\nSELECT 'open;\n-- migrate:down\n" }, [
    "line 3",
    "never closed",
  ]],
  ["in SQL with a statement before the marker", { "migrations/20_bad.sql": "DROP TABLE x;\n-- migrate:up\n" }, [
    "line 1",
  ]],
  ["with a version that is taken", { ...tables(20), "migrations/below/020_bad.ts": creating("x") }, [
    "Version 20",
    "020_bad.ts",
    "20_m20.ts",
  ]],
  ["with a name that is taken", { ...tables(20), "migrations/30_m20.ts": creating("x") }, [
    "\"m20\"",
    "30_m20.ts",
    "20_m20.ts",
  ]],
  ["with a version that is too great", { "migrations/9223372036854775808_bad.ts": creating("x") }, [
    "9223372036854775808",
  ]],
])("a migration %s stops everything before anything ran", async (_, files, words) => {
  using project = new Project({ ...tables(10, 40), ...files })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stderr, stdout }).toEqual({ code: 2, stderr: expect.any(String), stdout: "" })
  expect(stderr.match(/^error: /gm)).toHaveLength(1)
  for (const path of Object.keys(files).filter((file) => file.includes("bad"))) {
    expect(stderr).toContain(project.path(path))
  }
  for (const word of words) expect(stderr).toContain(word)
  // Not even the versions table, where there was nothing.
  expect(project.files()).toEqual(before)
})

test("the same on a database that has a history", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  project.write({ ...tables(20), "migrations/30_bad.ts": "throw new Error(\"no luck today\")" })
  const before = project.files()
  const { code, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(project.files()).toEqual(before)
})

test("a missing folder of migrations", async () => {
  using project = new Project()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(project.path("migrations"))
  expect((await project.sterna(["status"])).code).toBe(2)
  expect(project.files()).toEqual({})
})

test("two files of one version stop a rollback and the status as well", async () => {
  using project = new Project(tables(10))
  await project.sterna(["migrate"])
  project.write({ "migrations/10_other.ts": creating("other") })
  for (const command of ["rollback", "status"]) {
    const { code, stderr } = await project.sterna([command])
    expect({ command, code }).toEqual({ command, code: 2 })
    expect(stderr).toContain("10_other.ts")
  }
  expect(project.applied()).toEqual([10])
})
