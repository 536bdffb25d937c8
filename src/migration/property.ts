/** A property of whatever a migration passed; undefined where there is none. */
export const propertyOf = (value: unknown, key: PropertyKey): unknown => Reflect.get(Object(value), key)
