import { type Outcome, runOnSqlite } from "../vectors/sqlite-run.ts"
import { type Example, ModuleFolder, moduleText } from "./example.ts"

/** Runs an example forward, and backward if that went well, on a new SQLite file on which `before` was run. */
export const runExample = async (
  { fence, settings }: Pick<Example, "fence" | "settings">,
  before: ReadonlyArray<string>,
  files: { readonly [path: string]: string } = {},
): Promise<{ readonly up: Outcome; readonly down: Outcome | undefined }> => {
  using folder = new ModuleFolder(moduleText(fence))
  const { prefix, ...rest } = settings
  const vector = {
    name: "example",
    folder: folder.path,
    about: "",
    settings: rest,
    run: prefix === undefined ? {} : { prefix },
    files,
    postgres: null,
    mysql: null,
    sqlite: null,
  }
  return await runOnSqlite(vector, {
    before,
    up: [],
    down: [],
    upError: null,
    downError: null,
    schemaAfterUp: {},
    schemaAfterDown: {},
  })
}
