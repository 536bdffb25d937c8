import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fs from "node:fs"
import { join, resolve } from "node:path"
import { type DatabaseError, type Environment, homeFolder } from "sterna/dialect"
import { type OptionLine, optionLines } from "./option-file.ts"
import type { Parameters } from "./parameter.ts"
import { refuse } from "./refuse.ts"
import type { UrlParts } from "./url.ts"

/** Where clients look for option files; what a later one says goes over an earlier one (MySQL's manual, 6.2.2.2). */
export const usualFiles = (environment: Environment): ReadonlyArray<string> => [
  "/etc/my.cnf",
  "/etc/mysql/my.cnf",
  join(homeFolder(environment), ".my.cnf"),
]

/**
 * What option files say of a connection, as a URL would; other options are the client's own affair. `directory` is where
 * relative paths in them begin. A file that is not there says nothing.
 */
export const readOptionFiles = (
  files: ReadonlyArray<string>,
  directory: string,
): Effect.Effect<UrlParts, DatabaseError> =>
  Effect.suspend(() =>
    Effect.fromResult(
      Result.map(Result.all(files.map((file) => linesOf(file, 0))), (lines) => partsOf(lines.flat(), directory)),
    )
  )

/** As deep as files may name others. */
const deepest = 10

/** The options of a file and of those that it names, at their place. */
function linesOf(file: string, depth: number): Result.Result<ReadonlyArray<Option>, DatabaseError> {
  if (depth > deepest) return refuse(`The option file ${file} includes itself.`, "Remove one of the !include lines.")
  let text: string
  try {
    if ((fs.statSync(file).mode & 0o002) !== 0 && process.platform !== "win32") {
      return refuse(`The option file ${file} may be written by everybody on this machine.`, `Run: chmod o-w ${file}`)
    }
    text = fs.readFileSync(file, "utf8")
  } catch (error) {
    const code = codeOf(error)
    return code === "ENOENT" || code === "ENOTDIR"
      ? Result.succeed([])
      : refuse(`The option file ${file} cannot be read (${code}).`, "See to the rights of the file.")
  }
  const included = optionLines(text).map((line): Result.Result<ReadonlyArray<Option>, DatabaseError> => {
    if (line._tag === "Option") return Result.succeed([line])
    const named = line._tag === "File" ? [line.path] : filesIn(line.path)
    return Result.map(Result.all(named.map((path) => linesOf(path, depth + 1))), (all) => all.flat())
  })
  return Result.map(Result.all(included), (all) => all.flat())
}

type Option = Extract<OptionLine, { readonly _tag: "Option" }>

const filesIn = (folder: string): ReadonlyArray<string> => {
  try {
    return fs.readdirSync(folder).filter((name) => name.endsWith(".cnf")).toSorted().map((name) => join(folder, name))
  } catch {
    return []
  }
}

const partsOf = (options: ReadonlyArray<Option>, directory: string): UrlParts => {
  const said = new Map(options.map(({ name, value }) => [name, value]))
  const text = (name: string): string => said.get(name) ?? ""
  return {
    user: text("user"),
    password: text("password"),
    host: text("host"),
    port: text("port"),
    database: text("database"),
    parameters: {
      ...pathOf("socket", text("socket"), directory),
      ...modeOf(said),
      ...pathOf("ssl-ca", text("ssl-ca"), directory),
      ...pathOf("ssl-cert", text("ssl-cert"), directory),
      ...pathOf("ssl-key", text("ssl-key"), directory),
      ...said.has("get-server-public-key") ? { "get-server-public-key": text("get-server-public-key") || "true" } : {},
      ...pathOf("server-public-key-path", text("server-public-key-path"), directory),
      ...text("connect-timeout") === "" ? {} : { "connect-timeout": text("connect-timeout") },
    },
  }
}

const pathOf = (name: keyof Parameters, path: string, directory: string): Parameters =>
  path === "" ? {} : { [name]: resolve(directory, path) }

/** MySQL's `ssl-mode`, or MariaDB's three switches. */
const modeOf = (said: ReadonlyMap<string, string>): Parameters => {
  const isOn = (name: string): boolean => said.has(name) && !/^(?:0|off|false)$/i.test(said.get(name) ?? "")
  const mode = said.get("ssl-mode")
  if (mode !== undefined && mode !== "") return { "ssl-mode": mode }
  if (said.has("skip-ssl") || said.has("disable-ssl") || (said.has("ssl") && !isOn("ssl"))) {
    return { "ssl-mode": "DISABLED" }
  }
  if (isOn("ssl-verify-server-cert")) return { "ssl-mode": "VERIFY_IDENTITY" }
  return isOn("ssl") && !said.has("ssl-ca") ? { "ssl-mode": "REQUIRED" } : {}
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error)
