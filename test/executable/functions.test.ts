import { expect, test } from "bun:test"
import { single, tables, typescript } from "./history.ts"
import { Project } from "./project.ts"

const effect = "import * as Effect from \"effect/Effect\""

const createNotes = "create(table(\"notes\"), [add(\"text\", \"text\")])"
const note = "sql`INSERT INTO notes (text) VALUES (${\"it's\"})`"

test.each([
  ["a generator", `*up({ sql }) { yield* ${createNotes}; yield* ${note} }`],
  ["an async function", `async up({ run, sql }) { await run(${createNotes}); await ${note} }`],
  [
    "an async function that hands its query to run",
    `async up({ run, sql }) { await run(${createNotes}); await run(${note}) }`,
  ],
  ["an async function that returns its query", `async up({ run, sql }) { await run(${createNotes}); return ${note} }`],
  [
    "a promise of an array",
    `async up() { return [${createNotes}, execute("INSERT INTO notes (text) VALUES ('it''s')")] }`,
  ],
  ["an Effect", `up: ({ sql }) => Effect.andThen(${createNotes}, ${note})`],
  ["Effect.gen", `up: ({ sql }) => Effect.gen(function*() { yield* ${createNotes}; yield* ${note} })`],
  ["a generator that returns an Effect", `*up({ sql }) { yield* ${createNotes}; return ${note} }`],
  ["an array of commands", `up: () => [${createNotes}, execute("INSERT INTO notes (text) VALUES ('it''s')")]`],
  ["a query", `afterBegin: [${createNotes}], up: ({ sql }) => ${note}`],
])("a function may be or return %s", async (_, body) => {
  using project = new Project(single(body, effect))
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("warning") })
  expect(project.query("SELECT text FROM notes")).toEqual([{ text: "it's" }])
  expect(project.applied()).toEqual([1])
})

test("values are bound, fragments are spliced, names are quoted", async () => {
  using project = new Project(single(`*up({ sql }) {
    const evil = "x'); DROP TABLE notes; --"
    yield* create(table("notes"), [add("text", "text"), add("odd name", "integer"), add("big", "bigint"), add("at", "text"), add("yes", "boolean")])
    yield* sql\`INSERT INTO notes (text, \${sql.name("odd name")}, big, at, yes)
      VALUES (\${evil}, \${sql.raw("1 + 1")}, \${9007199254740993n}, \${new Date(Date.UTC(2026, 0, 2, 3, 4, 5))}, \${true})\`
    const [row] = yield* sql\`SELECT text, big FROM notes WHERE text = \${evil}\`
    yield* sql\`INSERT INTO notes (text, big) VALUES (\${row.text + "!"}, \${row.big})\`
    yield* sql\`INSERT INTO notes (text) VALUES (\${null})\`
  }`))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT text, \"odd name\", CAST(big AS TEXT) AS big, at, yes FROM notes")).toEqual([
    { text: "x'); DROP TABLE notes; --", "odd name": 2, big: "9007199254740993", at: "2026-01-02T03:04:05", yes: 1 },
    { text: "x'); DROP TABLE notes; --!", "odd name": null, big: "9007199254740993", at: null, yes: null },
    { text: null, "odd name": null, big: null, at: null, yes: null },
  ])
})

test("queries and commands keep their order", async () => {
  using project = new Project(single(`async up({ run, sql }) {
    await run(${createNotes})
    await run(alter(table("notes"), [add("n", "integer")]))
    await Promise.all([1, 2, 3].map((n) => sql\`INSERT INTO notes (n) VALUES (\${n})\`))
    const rows = await sql\`SELECT n FROM notes ORDER BY n\`
    return rows.map(({ n }) => execute(\`UPDATE notes SET text = 'no. \${n}' WHERE n = \${n}\`))
  }`))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT text FROM notes ORDER BY n")).toEqual([1, 2, 3].map((n) => ({ text: `no. ${n}` })))
})

test("rows that a function returns are no commands", async () => {
  using project = new Project(single("async up({ sql }) { return await sql`SELECT 1 AS one` }"))
  expect((await project.sterna(["migrate"])).code).toBe(0)
})

test("what a function is given", async () => {
  using project = new Project(single(`async up({ direction, prefix, repo, run, sql }) {
    await run(${createNotes})
    const answer = await repo.query("SELECT ? AS text", ["asked"])
    await sql\`INSERT INTO notes (text) VALUES (\${[direction, prefix, repo.name, repo.dialect, repo.server.flavour, answer[0].text].join(" ")})\`
  }`))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT text FROM notes")).toEqual([{ text: "up  default sqlite sqlite asked" }])
})

const failures: ReadonlyArray<[string, string, ReadonlyArray<string>]> = [
  ["a query that was not awaited", `async up({ run, sql }) { await run(${createNotes}); sql\`DELETE FROM notes\` }`, [
    "DELETE FROM notes",
    "await",
  ]],
  ["a query that was not yielded", `*up({ sql }) { yield* ${createNotes}; sql\`DELETE FROM notes\` }`, [
    "DELETE FROM notes",
    "yield*",
  ]],
  [
    "a command that was not awaited",
    `async up({ run }) { await run(${createNotes}); run(execute("DELETE FROM notes")) }`,
    ["await"],
  ],
  [
    "a command that failed unattended",
    `async up({ run, sql }) { await run(${createNotes}); run(execute("SELEC")); await sql\`DELETE FROM notes\` }`,
    ["run(execute(\"SELEC\")) was not awaited", "await"],
  ],
  ["an async generator", `async *up({ sql }) { yield ${createNotes}; await sql\`DELETE FROM notes\` }`, [
    "async generator",
    "`*up` with `yield*`",
  ]],
  ["a set of commands", `up: () => new Set([${createNotes}])`, ["something to iterate over"]],
  ["what it throws", `async up({ run }) { await run(${createNotes}); throw new Error("no luck today") }`, [
    "no luck today",
  ]],
  ["what is no error", `async up({ run }) { await run(${createNotes}); throw "just text" }`, ["just text"]],
  ["a failed Effect", `*up() { yield* ${createNotes}; yield* Effect.fail(new Error("out of luck")) }`, ["out of luck"]],
  ["a dead Effect", `*up() { yield* ${createNotes}; yield* Effect.die("quite dead") }`, ["quite dead"]],
  ["wrong SQL", `*up({ sql }) { yield* ${createNotes}; yield* sql\`SELEC \${1}\` }`, ["SELEC ?", "syntax error"]],
  ["a missing table", `async up({ run, sql }) { await run(${createNotes}); await sql\`SELECT * FROM nowhere\` }`, [
    "nowhere",
  ]],
  ["ROLLBACK", `*up({ sql }) { yield* ${createNotes}; yield* sql\`ROLLBACK\` }`, ["ROLLBACK", "transaction: false"]],
  ["COMMIT", `async up({ run }) { await run(${createNotes}); await run(execute("SELECT 1; COMMIT")) }`, [
    "COMMIT",
    "transaction: false",
  ]],
  [
    "a wrong command",
    `*up() { yield* ${createNotes}; yield* create(table("x"), [add("y", "string", { nul: true })]) }`,
    ["nul", "\"null\""],
  ],
  ["something else in its array", `up: () => [${createNotes}, "DROP TABLE notes"]`, ["DROP TABLE notes"]],
  ["a quote in a name", `*up({ sql }) { yield* ${createNotes}; yield* sql\`SELECT \${sql.name('a"b')}\` }`, ["a\\\"b"]],
  [
    "a rebuild of a table",
    `*up() { yield* ${createNotes}; yield* alter(table("notes"), [modify("text", "integer")]) }`,
    ["notes", "transaction: false"],
  ],
]

test.each(failures)("a function fails, and is undone: %s", async (_, body, words) => {
  using project = new Project({ ...tables(10), "migrations/20_failing.ts": typescript(body, effect), ...tables(30) })
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.any(String) })
  expect(stderr.match(/^error: /gm)).toHaveLength(1)
  expect(stderr).toContain(project.path("migrations/20_failing.ts"))
  for (const word of words) expect(stderr).toContain(word)
  expect(project.applied()).toEqual([10])
  expect(project.tables()).toEqual(["t10"])
})

test("an error of the database that a function catches does not end it", async () => {
  using project = new Project(single(`async up({ run, sql }) {
    await run(${createNotes})
    try { await sql\`SELECT * FROM nowhere\` } catch (error) { await sql\`INSERT INTO notes (text) VALUES (\${error.message})\` }
  }`))
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT text FROM notes")).toEqual([{ text: expect.stringContaining("nowhere") }])
})

test("after its turn a function can run nothing any more", async () => {
  using project = new Project({
    "migrations/10_keeps.ts": typescript(`async up({ run, sql }) {
      await run(${createNotes})
      globalThis.kept = { run, sql }
    }`),
    "migrations/20_uses.ts": typescript(`async up({ run }) {
      await run(create(table("other")))
      await globalThis.kept.run(execute("DROP TABLE notes"))
    }`),
  })
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(1)
  expect(stderr).toContain("ended")
  expect(project.tables()).toEqual(["notes"])
  expect(project.applied()).toEqual([10])
})

test.each([
  [
    "an array",
    { "migrations/20_ends.ts": typescript(`up: [${createNotes}, execute("SELECT 1; ROLLBACK")]`) },
    "ROLLBACK",
  ],
  ["change", { "migrations/20_ends.ts": typescript(`change: [execute("BEGIN", "")]`) }, "BEGIN"],
  ["a SQL file", { "migrations/20_ends.sql": "-- migrate:up\nCREATE TABLE notes (id INTEGER);\nEND;" }, "END"],
  [
    "executeFile",
    { "migrations/20_ends.ts": typescript(`up: [executeFile("x.sql")]`), "migrations/x.sql": "COMMIT;" },
    "COMMIT",
  ],
])("what would end the transaction is refused before anything runs: in %s", async (_, files, word) => {
  using project = new Project({ ...tables(10), ...files })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(word)
  expect(stderr).toContain("20_ends")
  expect(stderr).toMatch(/transaction: ?false/)
  expect(project.files()).toEqual(before)
})

test("words that only look like it are not refused", async () => {
  using project = new Project({
    "migrations/10_words.sql": `-- migrate:up
CREATE TABLE notes (text TEXT, "commit" TEXT DEFAULT 'BEGIN; COMMIT;');
SAVEPOINT here; INSERT INTO notes (text) VALUES ('lost'); ROLLBACK TO SAVEPOINT here; RELEASE here;
CREATE TRIGGER t AFTER INSERT ON notes BEGIN
  UPDATE notes SET text = CASE WHEN text = 'x' THEN 'x; y' ELSE 'end; of ' || text END;
END;
/* COMMIT; */ -- ROLLBACK;
INSERT INTO notes (text) VALUES ('x'), ('y');`,
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.query("SELECT text FROM notes")).not.toContainEqual({ text: "lost" })
  expect(project.query("SELECT count(*) AS n FROM notes")).toEqual([{ n: 2 }])
})

test("transaction: false may begin and end its own", async () => {
  using project = new Project(
    single(`transaction: false, up: [execute("BEGIN; CREATE TABLE notes (id INTEGER); COMMIT;")]`),
  )
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables()).toEqual(["notes"])
  expect(project.applied()).toEqual([1])
})

test("a function that runs nothing is warned about", async () => {
  using project = new Project(single("async up() {}"))
  const { code, stderr } = await project.sterna(["migrate"])
  expect(code).toBe(0)
  expect(stderr).toMatch(/warning: .*1 only.*up/)
  expect(project.applied()).toEqual([1])
})

test.each<[string, string, string]>([
  ["an empty list", "1_only.ts", typescript("change: []")],
  ["one beside a way back", "1_only.ts", typescript("up: [], down: [execute(\"SELECT 1\")]")],
  ["SQL without a statement", "1_only.sql", "-- migrate:up\n\n-- later\n-- migrate:down\n"],
])("a migration that says nothing to do is warned about, once: %s", async (_, name, text) => {
  using project = new Project({ [`migrations/${name}`]: text })
  const { code, stderr } = await project.sterna(["migrate", "--quiet"])
  const file = project.path(`migrations/${name}`)
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /^warning: default: 1 only: \w+ says nothing to do, and is recorded as applied: .*\n$/,
    ),
  })
  expect(stderr).toContain(file)
  expect(project.applied()).toEqual([1])
  expect((await project.sterna(["rollback", "--quiet"])).stderr).toBe("")
})

test.each([
  ["a generator", `*up({ sql }) { ${createNotes}; yield* sql\`SELECT 1\` }`],
  ["a generator, behind a query", `*up({ sql }) { yield* sql\`SELECT 1\`; ${createNotes} }`],
  ["an async function", `async up({ sql }) { await sql\`SELECT 1\`; ${createNotes} }`],
  ["a function", `up() { ${createNotes} }`],
  ["a function that returns another", `up() { ${createNotes}; return [execute("SELECT 1")] }`],
  ["a change", `*change() { ${createNotes} }`],
])("a command that %s forgets is an error, and nothing is recorded", async (_, body) => {
  using project = new Project(single(body))
  const { code, stderr } = await project.sterna(["migrate"])
  expect(stderr).toContain("create(table(\"notes\"), […]) was written, but never run.")
  expect(stderr).toContain("Write `yield*` before it")
  expect({ code, applied: project.applied() }).toEqual({ code: 1, applied: [] })
})

test("commands may be written before they are run", async () => {
  using project = new Project(single(`async up({ run, sql }) {
    const [one, two] = ["one", "two"].map((name) => create(table(name), [add("text", "text")]))
    await run(one)
    await sql\`SELECT 1\`
    await run(two)
  }`))
  expect(await project.sterna(["migrate", "--quiet"])).toMatchObject({ code: 0 })
  expect(project.applied()).toEqual([1])
})
