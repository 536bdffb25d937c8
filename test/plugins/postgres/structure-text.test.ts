import { expect, test } from "bun:test"
import { dumped, loadable } from "../../../plugins/postgres/structure-text.ts"

const text = `--
-- PostgreSQL database dump
--

\\restrict zxy0Word

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 17.2

SET statement_timeout = 0;
SET transaction_timeout = 0;
SET lock_timeout = 0;

CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$
SELECT '
\\restrict inside
-- Dumped by pg_dump version 1
SET transaction_timeout = 0;
'
$_$;

\\unrestrict zxy0Word

`

const body = `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$
SELECT '
\\restrict inside
-- Dumped by pg_dump version 1
SET transaction_timeout = 0;
'
$_$;`

test("what differs where the schema does not is left out, and what only looks like it stays", () => {
  expect(dumped(text)).toBe(`--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;

${body}`)
  expect(dumped(text.replaceAll("zxy0Word", "other"))).toBe(dumped(text))
  expect(dumped(text.replace(/^\\.*\n\n/gm, ""))).toBe(dumped(text))
})

test("to be loaded, what is psql's is left out, and every line stays where it is", () => {
  const lines = loadable(text).split("\n")
  expect(lines).toHaveLength(text.split("\n").length)
  expect(lines.indexOf("SET lock_timeout = 0;")).toBe(text.split("\n").indexOf("SET lock_timeout = 0;"))
  expect(loadable(text)).toContain(body)
  expect(loadable(text)).not.toContain("zxy0Word")
})

test("line ends of Windows", () => {
  expect(loadable("\\restrict a\r\nSELECT 1;\r\n")).toBe("\nSELECT 1;\r\n")
})
