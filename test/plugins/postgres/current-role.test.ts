import { expect, test } from "bun:test"
import { CurrentRole } from "../../../plugins/postgres/current-role.ts"

/** Who a session of ada's is after statements that the server has done. */
const after = (...statements: ReadonlyArray<string>): string => {
  const current = new CurrentRole("ada")
  for (const sql of statements) current.passed(sql)
  return current.name
}

test.each<[statements: ReadonlyArray<string>, name: string]>([
  [[], "ada"],
  [["SET ROLE owner"], "owner"],
  [["set session role Owner"], "owner"],
  [["/* now */ SET ROLE \"The \"\"Owner\"\"\""], "The \"Owner\""],
  [["SET role TO 'it''s'"], "it's"],
  [["SET ROLE = owner"], "owner"],
  [["SET ROLE owner", "RESET ROLE"], "ada"],
  [["SET ROLE owner", "SET ROLE NONE"], "ada"],
  [["SET ROLE owner", "SET search_path = role"], "owner"],
  [["SET ROLE owner", "RESET ALL"], "owner"],
  [["SET ROLE owner", "DISCARD ALL"], "ada"],
  [["SET SESSION AUTHORIZATION grace"], "grace"],
  [["SET SESSION AUTHORIZATION grace", "SET ROLE owner", "SET ROLE NONE"], "grace"],
  [["SET ROLE owner", "SET SESSION AUTHORIZATION DEFAULT"], "ada"],
  [["SET ROLE owner", "RESET SESSION AUTHORIZATION"], "ada"],
  [["BEGIN", "SET LOCAL ROLE owner"], "owner"],
  [["BEGIN", "SET LOCAL ROLE owner", "COMMIT"], "ada"],
  [["BEGIN", "SET ROLE owner", "COMMIT"], "owner"],
  [["SET ROLE one", "BEGIN", "SET ROLE two", "ROLLBACK"], "one"],
  [["BEGIN", "SAVEPOINT s", "SET ROLE owner", "ROLLBACK TO s"], "owner"],
])("%p", (statements, name) => expect(after(...statements)).toBe(name))

test("a COMMIT that was a rollback takes back what was set", () => {
  const current = new CurrentRole("ada")
  current.passed("BEGIN")
  current.passed("SET ROLE owner")
  current.passed("COMMIT", "ROLLBACK")
  expect(current.name).toBe("ada")
})
