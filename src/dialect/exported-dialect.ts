import * as Result from "effect/Result"
import { dialectProblems } from "./dialect-schema.ts"
import { contractVersion, type Dialect, isMadeByDialect } from "./dialect.ts"

const write = "Write `export default dialect({ … })`, with `dialect` from sterna/dialect."

/**
 * The dialect that a module exports by default, checked member by member, or what is wrong with it: it begins in lower case
 * and says what to do.
 *
 * @param schemes those that whoever names the plugin says that it has
 */
export const exportedDialect = (
  exported: { readonly [name: string]: unknown },
  schemes: ReadonlyArray<string> | undefined,
): Result.Result<Dialect, string> => {
  const { default: value } = exported
  if (value === undefined) {
    const names = Object.keys(exported)
    const found = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")} and nothing by default`
    return Result.fail(`${found}. ${write}`)
  }
  if (value instanceof Promise) {
    return Result.fail(`its default export is a promise. Export what it comes to: \`await\` it.`)
  }
  if (typeof value !== "object" || value === null) {
    return Result.fail(
      `its default export is no dialect, but ${value === null ? "null" : `a ${typeof value}`}. ${write}`,
    )
  }
  if ("contract" in value && typeof value.contract === "number" && value.contract !== contractVersion) {
    return Result.fail(
      `it was written for version ${value.contract} of the contract, and this Sterna has version ${contractVersion}. `
        + "Install a release of it for that version, or the Sterna that it was written for.",
    )
  }
  if (!isMadeByDialect(value)) {
    const copy = "contract" in value ? " It may carry a copy of Sterna: leave `sterna/dialect` out of a bundle." : ""
    return Result.fail(`its default export was not made by \`dialect\` of this Sterna. ${write}${copy}`)
  }
  const problems = dialectProblems(value)
  if (problems.length > 0) {
    return Result.fail(`its dialect does not fit the contract.${problems.map((each) => `\n  ${each}`).join("")}`)
  }
  const wrong = schemes?.find((scheme) => !value.schemes.includes(scheme))
  return wrong === undefined
    ? Result.succeed(value)
    : Result.fail(`it is said to have the scheme "${wrong}:", and its dialect has ${value.schemes.join(", ")}.`)
}
