import type { Probe } from "./probe.ts"

/**
 * What becomes of a statement that runs outside a migration's transaction, and of which it is not known whether it was
 * done, because the process that sent it has died:
 *
 * `Transactional`: it is sent in a transaction of its own together with the row that says that it is done, and so never in
 * doubt. `Read`: it changes nothing, and may be asked again. `Session`: it changes the session alone (`SET`), and is sent again
 * in each session. `Temporary`: it makes a table that is gone with the session, and what stands in it. `Repeatable`: done twice it is as done once. `Probed`: the schema shows whether it was done.
 * `Unknown`: only its author can say.
 */
export type Nature =
  | { readonly _tag: "Transactional" }
  | { readonly _tag: "Read" }
  | { readonly _tag: "Session" }
  | { readonly _tag: "Temporary"; readonly table: string }
  | { readonly _tag: "Repeatable" }
  | { readonly _tag: "Probed"; readonly probes: ReadonlyArray<Probe> }
  | { readonly _tag: "Unknown" }

export const transactional: Nature = { _tag: "Transactional" }
export const read: Nature = { _tag: "Read" }
export const ofSession: Nature = { _tag: "Session" }
export const repeatable: Nature = { _tag: "Repeatable" }
export const unknown: Nature = { _tag: "Unknown" }
