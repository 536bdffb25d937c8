import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"

/** One of some values; it shrinks towards the first. */
export const oneOf = <const A>(values: readonly [A, ...Array<A>]): Arbitrary.Arbitrary<A> =>
  Arbitrary.map(upTo(values.length - 1), (position) => values[position] ?? values[0])

/** A value of one of some kinds; it shrinks towards the first. */
export const anyOf = <A>(
  arbitraries: readonly [Arbitrary.Arbitrary<A>, ...Array<Arbitrary.Arbitrary<A>>],
): Arbitrary.Arbitrary<A> => Arbitrary.flatMap(oneOf(arbitraries), (arbitrary) => arbitrary)

/** A whole number from 0. */
export const upTo = (largest: number): Arbitrary.Arbitrary<number> =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: largest })))
