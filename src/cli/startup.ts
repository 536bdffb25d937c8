/** Whether `STERNA_TRACE_STARTUP=1` asks how long a process takes to come to its work. */
const isTraced = process.env["STERNA_TRACE_STARTUP"] === "1"

const phases: Array<{ readonly name: string; readonly end: number }> = []

/** Ends a phase of the start of this process, where anybody wants to know: it began with the end of the one before. */
export const endPhase = (name: string): void => {
  if (isTraced && !phases.some((phase) => phase.name === name)) phases.push({ name, end: performance.now() })
}

/** The phases with their milliseconds, a line each; empty where nobody asks. */
export const startupText = (): string =>
  phases.map(({ end, name }, position) => {
    const took = end - (phases[position - 1]?.end ?? 0)
    return `startup: ${name.padEnd(12)} ${took.toFixed(1).padStart(6)} ms\n`
  }).join("")
