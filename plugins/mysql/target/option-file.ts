/** A line of an option file that counts: an option of a group of the client's, or another file, or a folder of them. */
export type OptionLine =
  | { readonly _tag: "Option"; readonly name: string; readonly value: string }
  | { readonly _tag: "File"; readonly path: string }
  | { readonly _tag: "Folder"; readonly path: string }

/** The groups that the `mysql` and `mariadb` clients read (MySQL's manual, 6.2.2.2; MariaDB's, "Option Groups"). */
const groups: ReadonlySet<string> = new Set([
  "client",
  "client-server",
  "client-mariadb",
  "mariadb-client",
  "mysql",
])

/** What an option file says to a client, in its order. An option without a value has an empty one. */
export const optionLines = (text: string): ReadonlyArray<OptionLine> => {
  let reads = false
  return text.split(/\r?\n/).flatMap((raw): ReadonlyArray<OptionLine> => {
    const line = raw.trim()
    if (line === "" || line.startsWith("#") || line.startsWith(";")) return []
    const [, kind, path] = /^!(include|includedir)\s+(.*)$/.exec(line) ?? []
    if (path !== undefined) return [{ _tag: kind === "include" ? "File" : "Folder", path }]
    const [, group] = /^\[([^\]]*)\]/.exec(line) ?? []
    if (group !== undefined) {
      reads = groups.has(group.trim())
      return []
    }
    if (!reads) return []
    const [, name = "", value = ""] = /^([^=#]*)(?:=(.*))?/.exec(line) ?? []
    return [{ _tag: "Option", name: plain(name), value: valueOf(value.trim()) }]
  })
}

/** In an option's name, `_` is as good as `-`, and what is `loose` may be unknown. */
const plain = (name: string): string => name.trim().toLowerCase().replaceAll("_", "-").replace(/^loose-/, "")

const escapes: { readonly [letter: string]: string } = {
  b: "\b",
  t: "\t",
  n: "\n",
  r: "\r",
  s: " ",
  "\\": "\\",
  "\"": "\"",
  "'": "'",
}

/** Without its quotes, and without a comment behind it, which begins at a `#` outside of quotes. */
const valueOf = (text: string): string => {
  const [, double, single] = /^(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')/.exec(text) ?? []
  const inside = double ?? single ?? text.replace(/#.*$/, "").trimEnd()
  return inside.replaceAll(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole)
}
