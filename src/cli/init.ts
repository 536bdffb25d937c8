import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { join } from "node:path"
import { configNames } from "../config/config-file.ts"
import declarations from "./declarations.generated.txt" with { type: "text" }
import { FileTaken } from "./file-taken.ts"
import { configTemplate, tsconfigTemplate } from "./project-template.ts"
import { reportingErrors } from "./report-error.ts"

const typesName = "sterna.d.ts"

/** `sterna init`: a config, the folder of the migrations, and what an editor needs to know `sterna`. */
export const initCommand = Command.make("init", {}, () => initialize(process.cwd()).pipe(reportingErrors(false))).pipe(
  Command.withDescription("Writes a config, the folder of the migrations, and types for the editor"),
)

const initialize = Effect.fnUntraced(function*(directory: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const at = (name: string) => join(directory, name)
  for (const name of [...configNames, typesName]) {
    if (!(yield* fileSystem.exists(at(name)))) continue
    const problem = `${at(name)} is there already and is not overwritten. Delete it first to have it written anew.`
    return yield* new FileTaken({ path: at(name), problem })
  }
  const folder = at("migrations")
  yield* fileSystem.makeDirectory(folder, { recursive: true })
  yield* Console.log(folder)
  const files = [[typesName, declarations], ["tsconfig.json", tsconfigTemplate], ["sterna.config.ts", configTemplate]]
  for (const [name = "", text = ""] of files) {
    if (name === "tsconfig.json" && (yield* fileSystem.exists(at(name)))) {
      yield* Console.error(`${at(name)} is there already and stays as it is: let it include ${typesName}.`)
      continue
    }
    yield* fileSystem.writeFileString(at(name), text)
    yield* Console.log(at(name))
  }
})
