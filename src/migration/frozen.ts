/**
 * A frozen copy of an array. What a migration passes may be anything: a word never throws, and what is no array stays
 * as it is until decoding says what is wrong.
 */
export const frozen = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> =>
  isArray(values) ? Object.freeze([...values]) : values

const isArray = (value: unknown): boolean => Array.isArray(value)
