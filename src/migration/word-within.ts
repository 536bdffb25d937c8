/**
 * The candidate that a name in camelCase holds as a word: `add` of `addColumn`. The first word that is one counts; `undefined`
 * where none is.
 */
export const wordWithin = (name: string, candidates: Iterable<string>): string | undefined => {
  const known = new Map(Array.from(candidates, (each) => [each.toLowerCase(), each]))
  return name.split(/(?=[A-Z])|_/).map((word) => known.get(word.toLowerCase())).find((found) => found !== undefined)
}
