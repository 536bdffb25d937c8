import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"

/** The folder of an application that has `sterna` and `effect` installed, with migrations in it. Gone when it is disposed of. */
export class Application implements Disposable {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "sterna-application-")))

  constructor(files: { readonly [path: string]: string }) {
    const root = resolve(import.meta.dir, "../..")
    mkdirSync(join(this.directory, "node_modules"))
    symlinkSync(root, join(this.directory, "node_modules/sterna"))
    symlinkSync(join(root, "node_modules/effect"), join(this.directory, "node_modules/effect"))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.directory, path)), { recursive: true })
      writeFileSync(join(this.directory, path), text)
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true })
  }
}

/** A migration that makes a table. */
export const creating = (table: string): string =>
  `import { create, migration, table } from "sterna"

export default migration({ change: [create(table("${table}"))] })
`

/** Two migrations. */
export const history = {
  "migrations/1_create_people.ts": creating("people"),
  "migrations/2_create_posts.ts": creating("posts"),
}
