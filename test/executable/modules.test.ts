import { expect, test } from "bun:test"
import { single, tables } from "./history.ts"
import { type Files, Project } from "./project.ts"

const wrong = "throw new Error(\"a wrong module was loaded\")"

/** A package as npm puts it into node_modules. */
const packaged = (name: string, exports: object, files: Files): Files => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: "9.9.9", type: "module", exports }),
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`node_modules/${name}/${path}`, text])),
})

const wrongPackages: Files = {
  ...packaged("effect", { ".": "./main.js", "./*": "./main.js" }, { "main.js": wrong, "Effect.js": wrong }),
  ...packaged("sterna", { ".": "./main.js", "./*": "./main.js" }, { "main.js": wrong }),
  ...packaged("@effect/platform-node-shared", { "./*": "./main.js" }, { "main.js": wrong }),
}

/** A migration that fills `said` with whatever its expression comes to. */
const saying = (expression: string, imports: string): Files =>
  single(
    `*up({ sql }) {
      yield* create(table("said"), [add("text", "text")])
      yield* sql\`INSERT INTO said (text) VALUES (\${String(${expression})})\`
    }`,
    imports,
  )

async function said(project: Project): Promise<unknown> {
  const { code, stderr } = await project.sterna(["migrate"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  return project.query("SELECT text FROM said")[0]?.["text"]
}

const served: ReadonlyArray<[string, string, string, string]> = [
  [
    "effect",
    "import { Effect, Option } from \"effect\"",
    "yield* Effect.succeed(Option.getOrThrow(Option.some(1)))",
    "1",
  ],
  ["effect/Effect", "import * as Effect from \"effect/Effect\"", "yield* Effect.sync(() => 2)", "2"],
  ["effect/Schema", "import * as Schema from \"effect/Schema\"", "Schema.decodeUnknownSync(Schema.Int)(3)", "3"],
  ["effect/Duration", "import { toMillis } from \"effect/Duration\"", "toMillis(\"4 seconds\")", "4000"],
  ["effect/encoding", "import * as Encoding from \"effect/encoding\"", "typeof Encoding", "object"],
  [
    "one effect, by whatever name",
    "import { Effect } from \"effect\"\nimport * as Same from \"effect/Effect\"\nconst made = create(table(\"x\"))",
    "Effect.succeed === Same.succeed && Effect.isEffect(made) && (yield* sql`SELECT 1`).length === 1",
    "true",
  ],
  ["a type that only exists in types", "import type { Command } from \"sterna\"", "[] satisfies Command[]", ""],
  ["node's own modules", "import { basename } from \"node:path\"", "basename(import.meta.path)", "1_only.ts"],
]

test.each(served)("a migration imports %s with no node_modules", async (_, imports, expression, answer) => {
  using project = new Project(saying(expression, imports))
  expect(await said(project)).toBe(answer)
})

test.each(served)(
  "a migration imports %s beside another effect and another sterna",
  async (_, imports, expression, answer) => {
    using project = new Project({ ...wrongPackages, ...saying(expression, imports) })
    expect(await said(project)).toBe(answer)
  },
)

test("a config beside another sterna", async () => {
  using project = new Project({
    ...wrongPackages,
    ...tables(10),
    "sterna.config.ts":
      "import { defineConfig } from \"sterna\"\nexport default defineConfig({ repos: { main: { url: \"sqlite:blog.db\" } } })",
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.applied()).toEqual([10])
})

test("files beside the migrations, with and without their ending", async () => {
  using project = new Project({
    ...saying("slug(words([\"A\", \"B\"]))", "import { slug } from \"./slug.ts\"\nimport words from \"../lib/words\""),
    "migrations/slug.ts":
      "import { Option } from \"effect\"\nexport const slug = (text: string): string => Option.getOrThrow(Option.some(text.toLowerCase()))",
    "lib/words.ts": "export default (list: Array<string>) => list.join(\"-\")",
  })
  expect(await said(project)).toBe("a-b")
})

test("a helper that makes commands", async () => {
  using project = new Project({
    ...single("change: [audited(\"a\"), audited(\"b\")]", "import { audited } from \"./audited.ts\""),
    "migrations/audited.ts": `import { add, create, table, timestamps } from "sterna"
export const audited = (name: string) => create(table(name), [add("by", "string"), timestamps()])`,
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables()).toEqual(["a", "b"])
  expect((await project.sterna(["rollback"])).code).toBe(0)
  expect(project.tables()).toEqual([])
})

const greeting = packaged("greeting", {
  ".": { types: "./main.d.ts", import: "./dist/main.js", require: "./dist/wrong.cjs" },
  "./loud": "./dist/loud.js",
  "./data.json": "./data.json",
}, {
  "dist/main.js": "import { name } from \"#name\"\nexport const greet = () => \"hello \" + name",
  "dist/loud.js": "export default \"HELLO\"",
  "dist/wrong.cjs": wrong,
  "data.json": "{ \"word\": \"hi\" }",
})

test("a package of npm with exports, subpaths and conditions", async () => {
  using project = new Project({
    ...greeting,
    "node_modules/greeting/package.json": JSON.stringify({
      ...JSON.parse(greeting["node_modules/greeting/package.json"] ?? ""),
      imports: { "#name": "./dist/name.js" },
    }),
    "node_modules/greeting/dist/name.js": "export const name = \"Ada\"",
    ...saying(
      "`${greet()} ${loud} ${data.word} ${old.word}`",
      `import { greet } from "greeting"
import loud from "greeting/loud"
import data from "greeting/data.json"
import old from "old"`,
    ),
    "node_modules/old/package.json": JSON.stringify({ name: "old", main: "lib/index.js" }),
    "node_modules/old/lib/index.js": "module.exports = { word: \"old\" }",
  })
  expect(await said(project)).toBe("hello Ada HELLO hi old")
})

test("a package that is not there is named, before anything runs", async () => {
  using project = new Project({
    ...tables(10),
    "migrations/20_needs.ts": "import \"no-such-package\"\nexport default 1",
  })
  const before = project.files()
  const { code, stderr, stdout } = await project.sterna(["migrate"])
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
  expect(stderr).toContain(project.path("migrations/20_needs.ts"))
  expect(stderr).toContain("no-such-package")
  expect(project.files()).toEqual(before)
})

const evil = "import { writeFileSync } from \"node:fs\"\nwriteFileSync(\"evil-ran\", \"\")\n" + wrong
const hostile: Files = {
  "evil.ts": evil,
  "bunfig.toml":
    "preload = [\"./evil.ts\"]\n[test]\npreload = [\"./evil.ts\"]\n[define]\n\"process.env.X\" = \"'evil'\"\n",
  ".env": "DATABASE_URL=sqlite:evil.db\nSTERNA_MAIN_URL=sqlite:evil.db\nBUN_BE_BUN=1\nNO_COLOR=\n",
  ".env.local": "DATABASE_URL=sqlite:evil.db\n",
  ".env.production": "DATABASE_URL=sqlite:evil.db\n",
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      baseUrl: ".",
      paths: {
        "sterna": ["./evil.ts"],
        "effect": ["./evil.ts"],
        "effect/*": ["./evil.ts"],
        "node:path": ["./evil.ts"],
      },
    },
  }),
  "package.json": JSON.stringify({
    name: "sterna",
    type: "commonjs",
    main: "evil.ts",
    exports: { ".": "./evil.ts", "./*": "./evil.ts" },
    imports: { "#sterna": "./evil.ts", "sterna": "./evil.ts" },
    browser: { sterna: "./evil.ts" },
    scripts: { postinstall: "touch evil-ran" },
  }),
}

test("what lies in the working directory changes nothing", async () => {
  using project = new Project({
    ...hostile,
    ...saying(
      "Effect.runSync(Effect.succeed(basename(\"a/b\")))",
      "import * as Effect from \"effect/Effect\"\nimport { Option } from \"effect\"\nimport { basename } from \"node:path\"",
    ),
  })
  // No variable is set: whatever .env says, there is no database.
  const without = await project.sterna(["migrate"], { env: {} })
  expect(without.code).toBe(2)
  expect(without.stderr).toContain("DATABASE_URL")
  expect(await said(project)).toBe("b")
  for (const args of [["--version"], ["--help"], ["status"], ["rollback", "--step", "0"]]) {
    expect((await project.sterna(args)).code).toBe(0)
  }
  expect(project.files()).not.toHaveProperty(["evil-ran"])
  expect(project.files()).not.toHaveProperty(["evil.db"])
})

test("a config in a hostile folder", async () => {
  using project = new Project({
    ...hostile,
    ...tables(10),
    "sterna.config.ts":
      "import { defineConfig } from \"sterna\"\nexport default defineConfig({ repos: { main: { url: \"sqlite:blog.db\" } } })",
  })
  expect((await project.sterna(["migrate"], { env: {} })).code).toBe(0)
  expect(project.applied()).toEqual([10])
  expect(project.files()).not.toHaveProperty(["evil-ran"])
})

test("JavaScript modules are migrations as well", async () => {
  const text =
    "import { create, migration, table } from \"sterna\"\nexport default migration({ change: [create(table(NAME))] })"
  using project = new Project({
    "migrations/1_a.js": text.replace("NAME", "\"a\""),
    "migrations/2_b.mjs": text.replace("NAME", "\"b\""),
    "migrations/3_c.mts": text.replace("NAME", "\"c\" as string"),
  })
  expect((await project.sterna(["migrate"])).code).toBe(0)
  expect(project.tables()).toEqual(["a", "b", "c"])
})

test("only what runs is loaded", async () => {
  using project = new Project({
    ...tables(10, 20),
    "migrations/30_later.ts":
      "import { writeFileSync } from \"node:fs\"\nwriteFileSync(\"loaded\", \"\")\nthrow new Error(\"loaded\")",
  })
  expect((await project.sterna(["migrate", "--to", "20"])).code).toBe(0)
  expect((await project.sterna(["status"])).code).toBe(0)
  expect(project.files()).not.toHaveProperty(["loaded"])
})
