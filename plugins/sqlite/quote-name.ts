import { type Dialect, quoteName as quote } from "sterna/dialect"

/** A name, quoted. */
export const quoteName: Dialect["quoteName"] = (name) => quote("\"", name)
