/**
 * Reads a list as the server writes it (manual, 8.15.6 "Array Input and Output Syntax"), nested as deep as it has
 * dimensions. Where it counts from another number than 1, as in `[0:1]={a,b}`, that is left out.
 *
 * @param element reads one element; NULL is `null`.
 */
export const listOf = (element: (text: string) => unknown) => (text: string): ReadonlyArray<unknown> => {
  let at = text.indexOf("{")

  const quoted = (): string => {
    let value = ""
    for (at++; at < text.length && text[at] !== "\""; at++) {
      if (text[at] === "\\") at++
      value += text[at] ?? ""
    }
    at++
    return value
  }

  const bare = (): unknown => {
    const start = at
    while (at < text.length && text[at] !== "," && text[at] !== "}") at++
    const value = text.slice(start, at)
    return value === "NULL" ? null : element(value)
  }

  const list = (): ReadonlyArray<unknown> => {
    const elements: Array<unknown> = []
    at++
    while (at < text.length && text[at] !== "}") {
      elements.push(text[at] === "{" ? list() : text[at] === "\"" ? element(quoted()) : bare())
      if (text[at] === ",") at++
    }
    at++
    return elements
  }

  return list()
}
