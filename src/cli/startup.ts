/** Whether `STERNA_TRACE_STARTUP=1` asks how long a process takes to come to its work. */
const isTraced = process.env["STERNA_TRACE_STARTUP"] === "1"

// The runtime holds them, since an executable has this module twice: the program of src/probe.ts is bundled by itself.
const prefix = "sterna: "

/** Ends a phase of the start of this process, where anybody wants to know: it began with the end of the one before. */
export const endPhase = (name: string): void => {
  if (isTraced && performance.getEntriesByName(prefix + name).length === 0) performance.mark(prefix + name)
}

/** The phases with their milliseconds, a line each; empty where nobody asks. */
export const startupText = (): string => {
  if (!isTraced) return ""
  const ends = performance.getEntriesByType("mark").filter(({ name }) => name.startsWith(prefix))
  return ends.map(({ name, startTime }, position) => {
    const took = startTime - (ends[position - 1]?.startTime ?? 0)
    return `startup: ${name.slice(prefix.length).padEnd(12)} ${took.toFixed(1).padStart(6)} ms\n`
  }).join("")
}
