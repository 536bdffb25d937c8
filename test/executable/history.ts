import type { Files } from "./project.ts"

const words = [
  "add",
  "addIfNotExists",
  "alter",
  "array",
  "constraint",
  "create",
  "createIfNotExists",
  "drop",
  "dropIfExists",
  "execute",
  "executeFile",
  "flush",
  "fragment",
  "index",
  "migration",
  "modify",
  "references",
  "remove",
  "rename",
  "table",
  "timestamps",
  "uniqueIndex",
  "updateAll",
]

/** The text of a migration's file, from the inside of `migration({ … })`. Every word of the language is imported. */
export const typescript = (body: string, imports = ""): string =>
  `import { ${words.join(", ")} } from "sterna"\n${imports}\nexport default migration({ ${body} })\n`

/** A migration that creates a table. */
export const creating = (name: string): string =>
  typescript(`change: [create(table("${name}"), [add("name", "string")])]`)

/** A migration in SQL. */
export const sqlFile = (up: string, down?: string): string =>
  `-- migrate:up\n${up}\n${down === undefined ? "" : `-- migrate:down\n${down}\n`}`

/** A history that creates one table a version: version 10 is `m10` and creates `t10`. */
export const tables = (...versions: ReadonlyArray<number>): Files =>
  Object.fromEntries(versions.map((version) => [`migrations/${version}_m${version}.ts`, creating(`t${version}`)]))

/** One migration, version 1, from the inside of `migration({ … })`. */
export const single = (body: string, imports = ""): Files => ({ "migrations/1_only.ts": typescript(body, imports) })

/** A config of one repo `main` on `blog.db`, with further settings. */
export const config = (settings = "", others = ""): Files => ({
  "sterna.config.ts": `import { defineConfig, env } from "sterna"
export default defineConfig({ repos: { main: { url: "sqlite:blog.db", ${settings} } }, ${others} })
`,
})

/** A history of one migration whose function waits for a file before it ends, and says by another that it has begun. */
export const waiting = single(
  `async up({ run }) {
    await run(create(table("t1")))
    writeFileSync("begun", "")
    while (!existsSync("go")) await Bun.sleep(10)
  }, down: [drop(table("t1"))]`,
  "import { existsSync, writeFileSync } from \"node:fs\"",
)
