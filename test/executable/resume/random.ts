/** Numbers of chance from a seed (SplitMix32): the same seed, the same numbers. */
export const randomOf = (seed: number): () => number => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9E3779B9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21F0AAAD)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735A2D97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/** Another one each time, unless STERNA_SEED says which: a failure prints it. */
export const chosenSeed = (): number => Number(process.env["STERNA_SEED"] ?? Math.floor(Math.random() * 2 ** 32))
