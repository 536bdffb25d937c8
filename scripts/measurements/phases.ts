import { median } from "./timing.ts"

/** The phases of a start in their order, each with its milliseconds in every run: a line of `STERNA_TRACE_STARTUP=1` each. */
export function phasesOf(
  runs: ReadonlyArray<string>,
): ReadonlyArray<{ readonly name: string; readonly milliseconds: number }> {
  const times = new Map<string, Array<number>>()
  for (const text of runs) {
    for (const [, name = "", milliseconds = ""] of text.matchAll(/^startup: (.+?) +([\d.]+) ms$/gm)) {
      times.set(name, [...times.get(name) ?? [], Number(milliseconds)])
    }
  }
  return [...times].map(([name, each]) => ({ name, milliseconds: median(each) }))
}

/** The phases as a line: `runtime 3.1  modules 11.8`. */
export const renderPhases = (phases: ReturnType<typeof phasesOf>): string =>
  phases.map(({ milliseconds, name }) => `${name} ${milliseconds.toFixed(1)}`).join("  ")
