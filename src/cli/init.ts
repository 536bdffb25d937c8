import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { join } from "node:path"
import { configNames } from "../config/config-names.ts"
import { refuseInBundle } from "./carried.ts"
import declarations from "./declarations.generated.txt" with { type: "text" }
import { FileTaken } from "./file-taken.ts"
import { configTemplate, nextSteps, tsconfigTemplate } from "./project-template.ts"
import { reportingErrors } from "./report-error.ts"

const typesName = "sterna.d.ts"

/** `sterna init`: a config, the folder of the migrations, and what an editor needs to know `sterna`. */
export const initCommand = Command.make("init", {}, () => initialize(process.cwd()).pipe(reportingErrors(false))).pipe(
  Command.withDescription("Writes a config, the folder of the migrations, and types for the editor"),
  Command.withExamples([{ command: "sterna init", description: "In the folder of a project" }]),
)

/** What is there stays as it is; only the declarations are written anew, which a newer Sterna may have more of. */
const initialize = Effect.fnUntraced(function*(directory: string) {
  yield* refuseInBundle("begin a project")
  const fileSystem = yield* FileSystem.FileSystem
  const at = (name: string) => join(directory, name)
  yield* refuseOtherTypes(at(typesName))
  const configs = yield* Effect.filter(configNames, (name) => fileSystem.exists(at(name)))
  for (const name of configs) yield* Console.error(`${at(name)} is there already and stays as it is.`)
  const isNew = configs.length === 0
  if (isNew) {
    yield* fileSystem.makeDirectory(at("migrations"), { recursive: true })
    yield* Console.log(at("migrations"))
  }
  yield* fileSystem.writeFileString(at(typesName), declarations)
  yield* Console.log(at(typesName))
  if (yield* fileSystem.exists(at("tsconfig.json"))) {
    yield* Console.error(`${at("tsconfig.json")} is there already and stays as it is: let it include ${typesName}.`)
  } else {
    yield* fileSystem.writeFileString(at("tsconfig.json"), tsconfigTemplate)
    yield* Console.log(at("tsconfig.json"))
  }
  if (isNew) {
    yield* fileSystem.writeFileString(at("sterna.config.ts"), configTemplate)
    yield* Console.log(at("sterna.config.ts"))
  }
  yield* Console.error(nextSteps(isNew))
})

/** The first line of the declarations says whose they are. An empty file is what a full disk has left of them. */
const refuseOtherTypes = Effect.fnUntraced(function*(path: string) {
  const fileSystem = yield* FileSystem.FileSystem
  if (!(yield* fileSystem.exists(path))) return
  const text = yield* fileSystem.readFileString(path)
  if (text === "" || firstLineOf(text) === firstLineOf(declarations)) return
  const problem = `${path} was not written by \`sterna init\`, and is not overwritten. Give it another name first.`
  return yield* new FileTaken({ path, problem })
})

const firstLineOf = (text: string): string => /^.*/.exec(text)?.[0] ?? ""
