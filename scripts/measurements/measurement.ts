import type { Comparison } from "./comparison.ts"
import { medians, type Program } from "./timing.ts"

/** What a comparison aims at, and how often each program runs. */
export interface MeasurementOptions extends Pick<Comparison, "aim" | "aimMilliseconds"> {
  readonly rounds: number
}

/** Measures a program and its floor, which take turns. */
export async function compare(
  work: string,
  measured: Program,
  floor: string,
  floorProgram: Program,
  { rounds, ...aims }: MeasurementOptions,
): Promise<Comparison> {
  console.error(`Measuring ${work}`)
  const [milliseconds = NaN, floorMilliseconds = NaN] = await medians([measured, floorProgram], rounds)
  return { work, floor, milliseconds, floorMilliseconds, ...aims }
}
