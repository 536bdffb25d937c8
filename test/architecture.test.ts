import { Glob } from "bun"
import { expect, test } from "bun:test"
import { arrows, roomOf } from "../scripts/lint/arrows.ts"

const files = (pattern: string) => [...new Glob(pattern).scanSync({ cwd: ".", dot: true })].toSorted()
const sources = [...files("src/**/*.ts"), ...files("plugins/**/*.ts")]

test("the top level holds the papers, the folders and the tools' dotfiles", () => {
  const papers = ["LICENSE", "README.md", "bun.lock", "bunfig.toml", "package.json", "tsconfig.json"]
  const folders = ["dist", "docs", "migrations", "node_modules", "plugins", "scripts", "src", "test"]
  const entries = [...new Glob("*").scanSync({ cwd: ".", onlyFiles: false })]
  expect(entries.filter((entry) => ![...papers, ...folders].includes(entry))).toEqual([])
})

test("every room of the house has its arrows", () => {
  const rooms = new Set(files("src/**/*.ts").map(roomOf))
  expect([...rooms].filter((room) => room === undefined || !(room in arrows))).toEqual([])
})

test("no file or folder is named after what it is not", () => {
  expect(sources.filter((path) => /(^|[/-])(utils?|helpers?|misc|managers?)([./-]|$)/.test(path))).toEqual([])
})

test("no file needs more than a few screens", async () => {
  const long = []
  for (const path of [...sources, ...files("scripts/**/*.ts")]) {
    const lines = (await Bun.file(path).text()).split("\n").length
    if (lines > 300 && !path.endsWith(".generated.ts")) long.push(`${path}: ${lines} lines`)
  }
  expect(long).toEqual([])
})

test("a test lies where its subject lies", () => {
  const subjects = new Set([...sources, ...files("scripts/**/*")].map((path) => path.replace(/\.ts$/, "")))
  const mirrored = files("test/{cli,config,dialect,doors,events,history,migration,run,plugins,scripts}/**/*.test.ts")
  const strays = mirrored.filter((path) => {
    // What needs a server lies in a folder of that name below.
    const subject = path.replace(/^test\//, "").replace("/server/", "/").replace(/\.test\.ts$/, "")
    return !subjects.has(subject) && !subjects.has(`src/${subject}`)
  })
  expect(strays).toEqual([])
})
