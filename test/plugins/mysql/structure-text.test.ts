import { expect, test } from "bun:test"
import { dumped } from "../../../plugins/mysql/structure-text.ts"

const table = (options: string) =>
  `CREATE TABLE \`a\` (\n  \`id\` int(11) NOT NULL AUTO_INCREMENT,\n  \`n\` int(11) DEFAULT 7\n) ENGINE=InnoDB ${options};`

test.each<[string, text: string, expected: string]>([
  ["a table's counter", table("AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4"), table("DEFAULT CHARSET=utf8mb4")],
  ["a text that looks like one", table("COMMENT='AUTO_INCREMENT=7 '"), table("COMMENT='AUTO_INCREMENT=7 '")],
  [
    "a sequence's counter",
    "CREATE SEQUENCE `s` start with 1;\nDO SETVAL(`s`, 1, 0);\nSELECT 1;",
    "CREATE SEQUENCE `s` start with 1;\nSELECT 1;",
  ],
  ["what newer clients begin with", "/*M!999999\\- enable the sandbox mode */ \nSELECT 1;\n\n", "SELECT 1;"],
])("%s is left out, or stays", (_, text, expected) => {
  expect(dumped(text)).toBe(expected)
})

test("what stands in a routine stays", () => {
  const routine = "DELIMITER ;;\nCREATE DEFINER=`root`@`%` PROCEDURE `p`()\nBEGIN\nDO SETVAL(`s`, 1, 0);\n"
    + "CREATE TABLE `b` (id int PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 3 ;\nEND\n;;\nDELIMITER ;"
  expect(dumped(routine)).toBe(routine)
})
