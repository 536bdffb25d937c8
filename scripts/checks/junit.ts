/** One test of a JUnit report, as `bun test --reporter=junit` writes it. */
export interface TestCase {
  /** The test file, relative to the project's folder. */
  readonly file: string
  /** The names of the blocks around it, innermost first, and its own. */
  readonly name: string
  readonly seconds: number
  readonly outcome: "passed" | "failed" | "skipped"
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: "\"", apos: "'" }

const decode = (text: string | null): string =>
  (text ?? "").replaceAll(
    /&(?:#(\d+)|(\w+));/g,
    (entity, code?: string, name: string = "") =>
      code === undefined ? entities[name] ?? entity : String.fromCodePoint(Number(code)),
  )

/** The tests of a JUnit report, in its order. */
export function parseJunit(xml: string): ReadonlyArray<TestCase> {
  const cases: Array<TestCase> = []
  const mark = (outcome: TestCase["outcome"]) => () => {
    const last = cases.pop()
    if (last !== undefined) cases.push({ ...last, outcome })
  }
  new HTMLRewriter()
    .on("testcase", {
      element(element) {
        const blocks = decode(element.getAttribute("classname"))
        const name = decode(element.getAttribute("name"))
        cases.push({
          file: decode(element.getAttribute("file")),
          name: blocks === "" ? name : `${blocks} > ${name}`,
          seconds: Number(element.getAttribute("time")),
          outcome: "passed",
        })
      },
    })
    .on("failure, error", { element: mark("failed") })
    .on("skipped", { element: mark("skipped") })
    .transform(xml)
  return cases
}
