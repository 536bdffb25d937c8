import * as Result from "effect/Result"
import { resolve } from "node:path"
import type { ConfigInputs, Environment } from "./config-inputs.ts"
import type { VariableOrigin } from "./origin.ts"

/** The value of a variable, and where it is from. */
export interface Variable {
  readonly value: string
  readonly origin: VariableOrigin
}

/**
 * The value of a variable: of the process, else of the last `--env-file` that has it. Where `NAME_FILE` is set instead, the
 * value is what stands in that file, as images of Docker have it: without the line's end behind it.
 *
 * `undefined` where it is not set. Fails with a full sentence where both are, or where the file cannot be used.
 */
export const variableOf = (
  name: string,
  { directory, envFiles = [], environment, readFile = unreadable }: ConfigInputs,
): Result.Result<Variable | undefined, string> => {
  const layers: ReadonlyArray<readonly [variables: Environment, envFile: string | undefined]> = [
    [environment, undefined],
    ...envFiles.toReversed().map(({ path, variables }) => [variables, path] as const),
  ]
  for (const [variables, envFile] of layers) {
    const value = own(variables, name)
    const fileName = `${name}_FILE`
    const path = own(variables, fileName)
    if (path !== undefined && path !== "") {
      if (value !== undefined && value !== "") {
        return Result.fail(`Both ${name} and ${fileName} are set${ofFile(envFile)}. Set one of them.`)
      }
      const secretFile = resolve(directory, path)
      const said = `${fileName}${ofFile(envFile)} names the file ${secretFile}`
      const text = readFile(secretFile)
      if (Result.isFailure(text)) return Result.fail(`${said}, which ${text.failure}.`)
      const secret = text.success.replace(/[\r\n]+$/, "")
      return secret === ""
        ? Result.fail(`${said}, which is empty. Write the value into it, or set ${name}.`)
        : Result.succeed({ value: secret, origin: { _tag: "Variable", name: fileName, envFile, secretFile } })
    }
    if (value !== undefined) {
      return Result.succeed({ value, origin: { _tag: "Variable", name, envFile, secretFile: undefined } })
    }
  }
  return Result.succeed(undefined)
}

const own = (variables: Environment, name: string): string | undefined =>
  Object.hasOwn(variables, name) ? variables[name] : undefined

const ofFile = (envFile: string | undefined): string => envFile === undefined ? "" : ` (in ${envFile})`

const unreadable = (): Result.Result<string, string> => Result.fail("cannot be read")
