/** What the program of `src/probe.ts` has in the place of the compilers: it changes nothing, and so it compiles nothing. */
const refuse = (): never => {
  throw new Error("This program only reads.")
}

export const compile = refuse
export const rebuild = refuse
export const refuseNames = refuse
