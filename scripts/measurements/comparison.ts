/** A program's time beside that of its floor, the least that the same work can take. */
export interface Comparison {
  readonly work: string
  readonly floor: string
  readonly milliseconds: number
  readonly floorMilliseconds: number
  /** The ratio to stay under. */
  readonly aim?: number
  /** How many milliseconds more than the floor to stay under. */
  readonly aimMilliseconds?: number
}

/** The comparisons as a table of aligned columns, a line each below the line of names. */
export function renderTable(comparisons: ReadonlyArray<Comparison>): ReadonlyArray<string> {
  const rows = [
    ["work", "ms", "floor", "ms", "ratio", "aim"],
    ...comparisons.map(({ aim, aimMilliseconds, floor, floorMilliseconds, milliseconds, work }) => [
      work,
      milliseconds.toFixed(1),
      floor,
      floorMilliseconds.toFixed(1),
      `${(milliseconds / floorMilliseconds).toFixed(2)}x`,
      aim === undefined ? aimMilliseconds === undefined ? "" : `+${aimMilliseconds} ms` : `${aim}x`,
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row.map((cell, column) => isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))
      .join("  ").trimEnd()
  )
}

/** The columns of names; the others hold numbers. */
const isText = (column: number): boolean => column === 0 || column === 2
