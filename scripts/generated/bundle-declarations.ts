import { effectFallback } from "./effect-fallback.ts"

/** A declaration of a file that the compiler wrote, with the comment before it. */
interface Declaration {
  readonly name: string
  /** Without `export` and `declare`. */
  readonly text: string
  readonly comment: string
}

/**
 * One file that declares the module `sterna`, from the declarations that the compiler wrote: `door` is the file of
 * re-exports, `files` are all that it reaches. What no export needs is left out. Throws where two files declare the same
 * name, or one imports under another name: the result would not say what the files say.
 */
export function bundleDeclarations(door: string, files: ReadonlyArray<string>): string {
  const exported = new Set(exportsOf(door))
  const declared = byName(files.flatMap(declarationsOf))
  const needed = reachable(exported, declared)
  const body = [...declared]
    .filter(([name]) => needed.has(name))
    .flatMap(([name, overloads]) =>
      overloads.map(({ comment, text }) => `${comment}${exported.has(name) ? "export " : ""}${text}`)
    )
    .join("\n")
  const namespaces = effectNamespaces(files).filter(([alias]) => new RegExp(`\\b${alias}\\.`).test(body))
  return [
    "// The types of Sterna for an editor, written by `sterna init`. They need nothing installed.",
    "",
    "declare module \"sterna\" {",
    ...namespaces.map(([alias, module]) => `  import type * as ${alias} from "${module}"`),
    "",
    indented(body),
    "",
    "  export {}",
    "}",
    "",
    effectFallback,
  ].join("\n")
}

/** The names that a file of re-exports gives out. */
function exportsOf(door: string): ReadonlyArray<string> {
  return [...door.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.trim()).filter((name) => name !== "").map((name) => {
      if (name.includes(" ")) throw new Error(`The door exports "${name}": export it under its own name.`)
      return name
    })
  )
}

/** Every module of effect that a file imports, with the name that it has there. */
function effectNamespaces(files: ReadonlyArray<string>): ReadonlyArray<readonly [alias: string, module: string]> {
  const imports = files.flatMap((file) => [...file.matchAll(/^import (?:type )?\* as (\w+) from "(effect\/\w+)"/gm)])
  const modules = new Map<string, string>()
  for (const [, alias = "", module = ""] of imports) {
    if ((modules.get(alias) ?? module) !== module) throw new Error(`Two modules are imported as ${alias}.`)
    modules.set(alias, module)
  }
  return [...modules].toSorted(([one], [other]) => one.localeCompare(other))
}

const start = /^(?:export )?(?:declare )?(?:abstract )?(?:const|class|function|interface|type) (\w+)/

/** The declarations of a file. The compiler begins each in the first column, and nothing else but comments and imports. */
function declarationsOf(file: string): ReadonlyArray<Declaration> {
  const declarations: Array<Declaration> = []
  let comment = ""
  let current: { name: string; text: string; comment: string } | undefined
  for (const line of file.split("\n")) {
    const name = start.exec(line)?.[1]
    if (name !== undefined) {
      current = { name, text: "", comment }
      declarations.push(current)
      comment = ""
    } else if (/^(?:\/\*\*| \*)/.test(line)) {
      comment += `${line}\n`
      continue
    } else if (/^import .*[{ ]\w+ as \w+/.test(line)) {
      throw new Error(`"${line}" renames what it imports: import it under its own name.`)
    } else if (/^(?:import|export)\b/.test(line)) {
      continue
    }
    if (current !== undefined && line !== "") current.text += `${line.replace(/^(?:export )?(?:declare )?/, "")}\n`
  }
  return declarations.map(({ text, ...rest }) => ({ ...rest, text: text.trimEnd() }))
}

/** Declarations by name, the overloads of a function together. */
function byName(declarations: ReadonlyArray<Declaration>): ReadonlyMap<string, ReadonlyArray<Declaration>> {
  const names = Map.groupBy(declarations, ({ name }) => name)
  for (const [name, all] of names) {
    if (all.length > 1 && !all.every(({ text }) => text.startsWith("function "))) {
      throw new Error(`Two files declare ${name}: give one of them another name.`)
    }
  }
  return names
}

/** The names that are needed to declare `roots`. */
function reachable(
  roots: ReadonlySet<string>,
  declared: ReadonlyMap<string, ReadonlyArray<Declaration>>,
): ReadonlySet<string> {
  const needed = new Set<string>()
  const visit = (name: string) => {
    const overloads = declared.get(name)
    if (overloads === undefined || needed.has(name)) return
    needed.add(name)
    for (const { text } of overloads) for (const word of wordsOf(text)) visit(word)
  }
  for (const root of roots) {
    if (!declared.has(root)) throw new Error(`The door exports ${root}, but no file declares it.`)
    visit(root)
  }
  return needed
}

/** The words of a declaration, without those of its comments and texts. */
const wordsOf = (text: string): ReadonlyArray<string> =>
  text.replaceAll(/\/\*[^]*?\*\/|"(?:[^"\\]|\\.)*"/g, "").match(/\w+/g) ?? []

/** Two columns to the right, and the compiler's four columns a level made two. */
const indented = (text: string): string =>
  text.replaceAll(/^ *(?=\S)/gm, ({ length }) => " ".repeat(2 + Math.floor(length / 4) * 2 + length % 4))
