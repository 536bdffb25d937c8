/**
 * The candidate that a misspelt word most likely meant, or `undefined` when none is near: at most a third of its letters
 * wrong, left out, added or swapped with their neighbour, and never all of them. Case does not count.
 *
 * @param edits how many letters may be wrong, where a third of them is too much
 */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  edits = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  let best: string | undefined
  let least = edits + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < least && distance < candidate.length) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** Damerau and Levenshtein's distance with adjacent swaps (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let twoAbove: ReadonlyArray<number> = []
  let above: ReadonlyArray<number> = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current.push(Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
        swapped ? at(twoAbove, column - 2) + 1 : Infinity,
      ))
    }
    twoAbove = above
    above = current
  }
  return at(above, right.length)
}

const at = (row: ReadonlyArray<number>, column: number): number => row[column] ?? Infinity
