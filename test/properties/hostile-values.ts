interface Values {
  readonly [name: string]: () => unknown
}

/** Values that nobody expects. Each is made anew: some of them are used up. */
const oddValues: Values = {
  "undefined": () => undefined,
  "null": () => null,
  "NaN": () => Number.NaN,
  "a symbol": () => Symbol("s"),
  "a bigint": () => 2n ** 70n,
  "a function": () => () => {},
  "a class": () => Map,
  "a long string": () => "x".repeat(10_000),
  "a Date": () => new Date(Number.NaN),
  "a Map": () => new Map([["_tag", "Create"]]),
  "an object without a prototype": () => Object.assign(Object.create(null), { _tag: "Create" }),
  "an object with an odd tag": () => ({ _tag: Symbol("Create"), options: { _tag: 1 } }),
  "an object with a tag of the prototype": () => ({ _tag: "toString", name: "constructor" }),
  "a cyclic object": () => {
    const cyclic: Record<string, unknown> = { _tag: "Table", name: "t" }
    cyclic["options"] = cyclic
    return cyclic
  },
  "a cyclic array": () => {
    const cyclic: Array<unknown> = []
    cyclic.push(cyclic)
    return cyclic
  },
  "a cyclic array type": () => {
    const cyclic: Record<string, unknown> = { _tag: "Array" }
    cyclic["of"] = cyclic
    return cyclic
  },
  "a huge array": () => Array.from({ length: 10_000 }, () => ({})),
}

/** Values that throw at whoever looks at them, or overflow his stack. */
const throwingValues: Values = {
  "an array with holes": () => Array(3),
  "an array type of great depth": () => {
    let type: unknown = "string"
    for (let depth = 0; depth < 20_000; depth++) type = { _tag: "Array", of: type }
    return type
  },
  "an object with a getter that throws": () => ({
    _tag: "Table",
    get name() {
      throw new Error("from a getter")
    },
    options: {},
  }),
  "an object with a tag that throws": () => ({
    get _tag() {
      throw new Error("from a getter")
    },
  }),
  "an object that throws when it becomes a string": () => ({
    toString() {
      throw new Error("from toString")
    },
    [Symbol.toPrimitive]() {
      throw new Error("from toPrimitive")
    },
  }),
  "a proxy that throws at everything": () =>
    new Proxy({}, {
      get: () => {
        throw new Error("from get")
      },
      getPrototypeOf: () => {
        throw new Error("from getPrototypeOf")
      },
      has: () => {
        throw new Error("from has")
      },
      ownKeys: () => {
        throw new Error("from ownKeys")
      },
      getOwnPropertyDescriptor: () => {
        throw new Error("from getOwnPropertyDescriptor")
      },
    }),
  "a proxy that holds everything": () => {
    const endless: unknown = new Proxy({}, { get: (_, key) => key === "_tag" ? "Table" : endless, has: () => true })
    return endless
  },
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    return proxy
  },
}

export const hostileValues: Values = { ...oddValues, ...throwingValues }
