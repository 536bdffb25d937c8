import { expect, test } from "bun:test"
import { isAtLeast, serverOf } from "../../../plugins/mysql/server.ts"

test.each([
  ["5.5.5-10.11.19-MariaDB-0+deb12u1", "mariadb", "10.11.19"],
  ["11.4.2-MariaDB-ubu2404", "mariadb", "11.4.2"],
  ["10.6.18-MariaDB-log", "mariadb", "10.6.18"],
  ["8.4.3", "mysql", "8.4.3"],
  ["8.0.36-28", "mysql", "8.0.36"],
  ["5.7.44-log", "mysql", "5.7.44"],
  ["8.0.mysql_aurora.3.04.0", "mysql", "8.0"],
  ["8.0.11-TiDB-v7.5.0", "mysql", "8.0.11"],
  ["5.5.5", "mysql", "5.5.5"],
  ["", "mysql", ""],
])("%s is %s %s", (greeting, flavour, version) => {
  expect(serverOf(greeting)).toEqual({ flavour, version })
})

test.each([
  ["10.5.2", "10.5.2", true],
  ["10.11.19", "10.5.2", true],
  ["10.5.1", "10.5.2", false],
  ["10.4.33", "10.5.2", false],
  ["8.0", "8.0.16", true],
  ["9.0.0", "8.0.16", true],
  ["8", "8.0.16", true],
  ["5.7.44", "8.0.16", false],
  ["", "8.0.16", true],
])("%s is at least %s: %s", (version, wanted, expected) => {
  expect(isAtLeast({ flavour: "mysql", version }, wanted)).toBe(expected)
})
