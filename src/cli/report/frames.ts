/** The frames of a stack that lie in the user's files: those of Sterna and of the runtime say nothing to anybody. */
export const framesOf = (trace: string | undefined): ReadonlyArray<string> =>
  (trace ?? "").split("\n").map((line) => line.trim()).filter((line) =>
    line.startsWith("at ") && line.includes("/") && !/\/\$bunfs\/|\bnode:|\bbun:|\bnative\b/.test(line)
  )
