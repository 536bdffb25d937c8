type Part = string | false | undefined

/**
 * A statement as a manual's synopsis writes it: a part that is `undefined`, `false` or empty is left out, together with
 * one of the spaces around it. Text within the parts stays as it is.
 *
 * @example
 * synopsis`CREATE ${unique && "UNIQUE"} INDEX ${name} ON ${table}`
 */
export const synopsis = (strings: TemplateStringsArray, ...parts: ReadonlyArray<Part>): string => {
  let text = strings[0] ?? ""
  // Whether the text ends with a space of the synopsis itself, or has not begun.
  let open = text === "" || text.endsWith(" ")
  for (const [position, part] of parts.entries()) {
    const literal = strings[position + 1] ?? ""
    if (part !== undefined && part !== false && part !== "") {
      text += part
      open = false
    }
    const next = open && literal.startsWith(" ") ? literal.slice(1) : literal
    text += next
    if (next !== "") open = next.endsWith(" ")
  }
  return open ? text.replace(/ $/, "") : text
}
