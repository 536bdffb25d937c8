import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import * as sterna from "sterna"
import { LanguageServer } from "./language-server.ts"
import { typeErrorsOf } from "./type-errors.ts"

const words = Object.entries(sterna).flatMap(([name, value]) => typeof value === "function" ? [name] : [])

/** Other forms of words that have several; each has to say the same. */
const forms: ReadonlyArray<readonly [word: string, form: string]> = [
  ["create", "create(table(\"a\"))"],
  ["create", "create(index(\"a\", [\"b\"]))"],
  ["createIfNotExists", "createIfNotExists(table(\"a\"))"],
  ["createIfNotExists", "createIfNotExists(index(\"a\", [\"b\"]))"],
  ["rename", "rename(table(\"a\"), { to: table(\"b\") })"],
  ["rename", "rename(table(\"a\"), \"b\", { to: \"c\" })"],
  ["rename", "rename(index(\"a\", [\"b\"]), { to: \"c\" })"],
]

const file = "test/types/hovered.ts"
const places = [...words.map((word) => [word, word] as const), ...forms]
const imports = `import { ${words.join(", ")} } from "sterna"`

/** The example of a docstring, as an editor shows it. */
const exampleIn = (hover: string): string | undefined => /@example\*?\n```tsx?\n(.*?)\n```/s.exec(hover)?.[1]

describe("hover", () => {
  let server: LanguageServer
  beforeAll(async () => {
    server = await LanguageServer.start()
    server.open(file, [imports, ...places.map(([, form]) => form)].join("\n"))
  })
  afterAll(() => server.stop())

  test.each(places.map(([word, form], at) => [form, word, at + 1] as const))(
    "over %s says what it is, with an example",
    async (_, word, line) => {
      const shown = await server.hover(file, line, 0)
      const [, text = ""] = /^```typescript\n.*?\n```\n(.*?)\n\n\*@example/s.exec(shown) ?? []
      expect(text).toMatch(/^[A-Z].*\.$/s)
      expect(exampleIn(shown)).toContain(`${word}(`)
    },
  )

  test("the examples are right", async () => {
    const examples = await Promise.all(words.map(async (word, at) => [
      `${word}.ts`,
      `${imports}\n;${exampleIn(await server.hover(file, at + 1, 0))}\n`,
    ]))
    // An example shows a word by itself: nobody runs it there.
    const errors = await typeErrorsOf("examples", Object.fromEntries(examples))
    expect(errors.filter(({ message }) => !message.includes("effect(floatingEffect)"))).toEqual([])
    expect(examples.length).toBeGreaterThan(25)
  })
})
