import type { Edition } from "../../scripts/servers/postgres/binaries.ts"

/**
 * The URL of a test server, of a superuser: `STERNA_TEST_POSTGRES_URL`, or `STERNA_TEST_POSTGRES_NEWEST_URL` for the
 * newest edition. Where there is no server, the tests that ask for one fail with what to do about it.
 */
export function postgresUrl(edition: Edition = "installed"): string {
  const variable = edition === "newest" ? "STERNA_TEST_POSTGRES_NEWEST" : "STERNA_TEST_POSTGRES"
  const url = process.env[`${variable}_URL`]
  if (url !== undefined && url !== "") return url
  const missing = process.env[`${variable}_MISSING`]
  throw new Error(
    missing === undefined
      ? `${variable}_URL is not set: run this test by ./scripts/test and its name, which starts a server, or set the variable.`
      : `There is no PostgreSQL to test with. ${missing}`,
  )
}
