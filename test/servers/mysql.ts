/**
 * The URL of the MySQL or MariaDB to test with, of an administrator: `STERNA_TEST_MYSQL_URL`. Where there is no server, the
 * tests that ask for one fail with what to do about it.
 */
export function mysqlUrl(): string {
  const url = process.env["STERNA_TEST_MYSQL_URL"]
  if (url !== undefined && url !== "") return url
  const missing = process.env["STERNA_TEST_MYSQL_MISSING"]
  throw new Error(
    missing === undefined
      ? "STERNA_TEST_MYSQL_URL is not set: run this test by ./scripts/test and its name, which starts a server, or set the variable."
      : `There is no MySQL to test with. ${missing}`,
  )
}
