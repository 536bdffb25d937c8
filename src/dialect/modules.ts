import * as Service from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { pathToFileURL } from "node:url"
import { nearest } from "../migration/nearest.ts"
import { wordWithin } from "../migration/word-within.ts"

/** A file that could not be imported: it does not parse, or what it runs when loaded throws. */
export class ModuleError extends Data.TaggedError("ModuleError")<{
  readonly path: string
  readonly problem: string
}> {
  override get message(): string {
    return `${this.path} could not be loaded: ${this.problem}`
  }
}

type Load = () => Promise<{ readonly [name: string]: unknown }>

/** Imports TypeScript and JavaScript files from disk: migrations, configs, plugins. */
export class Modules extends Service.Service<Modules, {
  /** The exports of a file, by its absolute path. */
  readonly load: (path: string) => Effect.Effect<{ readonly [name: string]: unknown }, ModuleError>
}>()("sterna/dialect/Modules") {
  /**
   * Imports with what the runtime has. `prepare` is called once, before the first import from disk: the executable serves
   * the modules `sterna` and `effect` there.
   *
   * @param namesOf what a module exports that is served, for who mistypes one of its names
   * @param carried how a file is loaded that the executable carries, by its absolute path
   */
  static readonly layer = (
    prepare: () => void | Promise<void>,
    namesOf: (module: string) => Promise<ReadonlyArray<string>> = () => Promise.resolve([]),
    carried: (path: string) => Load | undefined = () => undefined,
  ): Layer.Layer<Modules> =>
    Layer.sync(Modules, () => {
      let prepared: Promise<void> | undefined
      return {
        load: (path) =>
          Effect.tryPromise({
            try: (): Promise<{ readonly [name: string]: unknown }> => {
              const load = carried(path)
              if (load !== undefined) return load()
              prepared ??= Promise.resolve(prepare())
              return prepared.then(() => import(pathToFileURL(path).href))
            },
            catch: (cause) => new ModuleError({ path, problem: unreadablePath(path) ?? problemOf(cause, path) }),
          }).pipe(
            Effect.catch(({ problem }) =>
              Effect.flatMap(
                Effect.promise(() => wayOut(problem, namesOf)),
                (hint) => Effect.fail(new ModuleError({ path, problem: problem + hint })),
              )
            ),
          ),
      }
    })
}

/**
 * What to write instead: ` Did you mean "table"?`, where an import names what a served module does not export; the import,
 * where a word of `sterna` is used without one.
 */
const wayOut = async (
  problem: string,
  namesOf: (module: string) => Promise<ReadonlyArray<string>>,
): Promise<string> => {
  const [, word] = /^(\w+) is not defined\b/.exec(problem) ?? []
  if (word !== undefined && (await namesOf("sterna")).includes(word)) {
    return ` Write import { ${word} } from "sterna".`
  }
  const [, name, module] = /^Export named '(.+)' not found in module '(.+)'/.exec(
    problem,
  ) ?? []
  if (name === undefined || module === undefined) return ""
  const names = await namesOf(module)
  const meant = nearest(name, names) ?? wordWithin(name, names)
  return meant === undefined ? "" : ` Did you mean "${meant}"?`
}

/** The runtime takes `?` for the beginning of a query, and `\\` for a separator: it finds no file with one in its path. */
const unreadablePath = (path: string): string | undefined => {
  const [character] = /[?\\]/.exec(process.platform === "win32" ? "" : path) ?? []
  return character === undefined
    ? undefined
    : `The runtime imports no file whose path holds "${character}". Rename the file, or the folder that has it in its name.`
}

/** The text of whatever was thrown: an error's message, a parser's messages with their lines, or the value itself. */
const problemOf = (cause: unknown, path: string): string => {
  if (cause instanceof AggregateError) return cause.errors.map((each) => problemOf(each, path)).join("; ")
  if (typeof cause === "object" && cause !== null && "position" in cause && "message" in cause) {
    const position: unknown = cause.position
    const place = typeof position === "object" && position !== null && "line" in position && "column" in position
      ? ` at line ${String(position.line)}, column ${String(position.column)}`
      : ""
    return `${String(cause.message)}${place}`
  }
  if (!(cause instanceof Error)) return String(cause)
  const place = cause.stack?.split("\n").find((line) => line.includes(path))
  return place === undefined ? cause.message : `${cause.message} (${place.trim()})`
}
