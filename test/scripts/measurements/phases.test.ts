import { expect, test } from "bun:test"
import { phasesOf, renderPhases } from "../../../scripts/measurements/phases.ts"

const run = (modules: number) => `startup: runtime         2.0 ms\nstartup: modules        ${modules} ms\n`

test("each phase is the median of its runs, in the order of the first", () => {
  const phases = phasesOf([run(30), run(10.5), run(12)])
  expect(phases).toEqual([{ name: "runtime", milliseconds: 2 }, { name: "modules", milliseconds: 12 }])
  expect(renderPhases(phases)).toBe("runtime 2.0  modules 12.0")
})

test("what else is said is no phase", () => expect(phasesOf(["warning: 3.0 ms\n"])).toEqual([]))
