/** What the author of a dialect imports to test it: the suite that the built-in dialects pass. */
export type { ConformanceCase } from "../conformance/conformance-case.ts"
export { ConformanceFailure } from "../conformance/conformance-case.ts"
export { conformanceCases } from "../conformance/conformance-cases.ts"
export { conformance } from "../conformance/conformance.ts"
export type { ConformanceOptions, ConformanceWords } from "../conformance/subject.ts"
