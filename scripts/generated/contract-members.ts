/**
 * Writes src/dialect/contract-members.generated.ts: what each member of the contract is for, the first sentence of its
 * docstring, for the error that names a member. With `--check` writes nothing and exits 1 when the file is not what it
 * would write.
 */
import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const door = join(root, "src/doors/dialect.ts")
const path = join(root, "src/dialect/contract-members.generated.ts")

/** An export of `sterna/dialect`, or a member of one that is an interface or an error. */
export interface ContractMember {
  /** `Dialect`, `Dialect.connect` */
  readonly name: string
  /** Where it is declared, relative to the project's folder, with its line: `src/dialect/dialect.ts:7`. */
  readonly place: string
  /** Its docstring as one line; empty where it has none. */
  readonly text: string
}

/** All that `sterna/dialect` exports, with the members. */
export async function contractMembers(): Promise<ReadonlyArray<ContractMember>> {
  const exported = exportsOf(await readFile(door, "utf8"))
  const files = Map.groupBy(exported, ({ file }) => file)
  const members = await Promise.all(
    Array.from(files, async ([file, names]) => {
      const text = await readFile(file, "utf8")
      return membersOf(text, new Set(names.map(({ name }) => name))).map(({ line, ...member }) => ({
        ...member,
        place: `${file.slice(root.length)}:${line}`,
      }))
    }),
  )
  return members.flat()
}

/** The names that a door gives out, each with the file that declares it. */
function exportsOf(text: string): ReadonlyArray<{ readonly name: string; readonly file: string }> {
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)].flatMap(([, names = "", from = ""]) =>
    names.split(",").map((name) => name.trim().replace(/^type /, "")).filter((name) => name !== "")
      .map((name) => ({ name, file: join(dirname(door), from) }))
  )
}

const declaration = /^export (?:declare )?(?:abstract )?(?:const|class|function|interface|type) (\w+)/
const member = /^ {2}(?:readonly )?(?:"([^"]+)"|(\w+))\??:/

/** The exported declarations of a file and the members of those that are interfaces or errors, formatted by dprint. */
export function membersOf(
  text: string,
  exported: ReadonlySet<string>,
): ReadonlyArray<{ readonly name: string; readonly line: number; readonly text: string }> {
  const names = new Set(exported)
  // What an interface takes over from another one of its file is exported with it.
  for (const [, name = "", base = ""] of text.matchAll(/^export interface (\w+) extends (\w+) /gm)) {
    if (names.has(name) && text.includes(`export interface ${base} {`)) names.add(base)
  }
  const found: Array<{ name: string; line: number; text: string }> = []
  let comment: Array<string> = []
  let owner: { readonly name: string; readonly open: boolean } | undefined
  for (const [index, line] of text.split("\n").entries()) {
    if (/^ {0,2}(?:\/\*\*| \*)/.test(line)) {
      if (line.includes("/**")) comment = []
      comment.push(line.replace(/^\s*(?:\/\*\*|\*\/|\*)\s?/, "").replace(/\s*\*\/$/, ""))
      continue
    }
    const said = comment.join(" ").trim()
    const [, name] = declaration.exec(line) ?? []
    if (name !== undefined) {
      const open = /^export interface |TaggedError\(/.test(line) && line.endsWith("{")
      owner = names.has(name) ? { name, open } : undefined
      if (owner !== undefined && !found.some((each) => each.name === name)) {
        found.push({ name, line: index + 1, text: said })
      }
    } else if (owner?.open === true) {
      const [, quoted, plain] = member.exec(line) ?? []
      const key = quoted ?? plain
      if (key !== undefined) found.push({ name: `${owner.name}.${key}`, line: index + 1, text: said })
      else if (line.startsWith("}")) owner = undefined
    }
    if (line.trim() !== "") comment = []
  }
  return found
}

/** The parts of a dialect that are checked before it is used. */
const checked: ReadonlySet<string> = new Set([
  "Dialect",
  "Capabilities",
  "SqlLexicon",
  "SqlTokenRules",
  "TransactionStatements",
  "SearchPathStatements",
  "VersionsStatements",
  "LedgerStatements",
  "ServerSessions",
  "Storage",
  "Structure",
])

/** What is said in an error: the first sentence, without its end. */
const firstSentence = (text: string): string => {
  const said = text.replace(/^Pure\. /, "").replace(/\s+@.*$/, "")
  return (/^.*?\.(?= [A-Z`]|$)/.exec(said)?.[0] ?? said).replace(/[.:]$/, "")
}

/** The text of the generated file. */
export async function contractMembersModule(): Promise<string> {
  const members = (await contractMembers()).filter(({ name, text }) =>
    name.includes(".") && checked.has(name.split(".", 1).join("")) && text !== ""
  )
  const entries = members.map(({ name, text }) =>
    `  ${JSON.stringify(name)}: ${JSON.stringify(firstSentence(text))},\n`
  )
  return `// Written by scripts/generated/contract-members.ts from the docstrings of sterna/dialect: run ./scripts/build after a change.

/** What each member of the contract is for, in a sentence. */
export const contractMembers: { readonly [member: string]: string } = {
${entries.join("")}}
`
}

if (import.meta.main) {
  const text = await contractMembersModule()
  const current = await Bun.file(path).exists() && await Bun.file(path).text() === text
  if (process.argv.includes("--check") && !current) {
    console.error(
      "src/dialect/contract-members.generated.ts does not fit the docstrings of sterna/dialect: run ./scripts/build, which writes it.",
    )
    process.exitCode = 1
  } else if (!current) {
    await Bun.write(path, text)
  }
}
