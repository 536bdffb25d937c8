/**
 * What the types of `sterna` need of effect's, for a project where effect is not installed. A pattern counts only for a
 * module that is not found otherwise, so an installed effect keeps its own types. What is not said here is `any`: the
 * executable serves all of effect, wherever its types are.
 */
export const effectFallback = `declare module "effect*"

declare module "effect/*" {
  namespace effect {
    interface Effect<out A, out E = never, out R = never> {
      readonly "~effect/Effect": { readonly _A: () => A; readonly _E: () => E; readonly _R: () => R }
      [Symbol.iterator](): Iterator<Effect<A, E, R>, A, any>
      pipe(...operations: ReadonlyArray<(value: any) => any>): any
    }
    interface Scope {
      readonly "~effect/Scope": "~effect/Scope"
    }
    interface YieldableError extends Error {}
    interface ServiceClass<Self, Identifier extends string, Shape> {
      new(_: never): { readonly key: Identifier; readonly Service: Shape }
    }
    type VoidIfEmpty<Fields> = Fields
  }
  const effect: any
  export = effect
}
`
