import { expect, test } from "bun:test"
import { isSameType } from "../../../plugins/mysql/same-type.ts"

test.each([
  ["varchar(255)", "varchar(255)", true],
  ["varchar(255)", "varchar(40)", false],
  ["bigint unsigned not null auto_increment", "bigint(20) unsigned", true],
  ["bigint unsigned not null auto_increment", "bigint unsigned", true],
  ["BIGINT UNSIGNED", "bigint(20) unsigned", true],
  ["bigint", "bigint(20) unsigned", false],
  ["integer", "int(11)", true],
  ["boolean", "tinyint(1)", true],
  ["json", "longtext", true],
  ["json", "json", true],
  ["decimal(10, 2)", "decimal(10,2)", true],
  ["numeric(10,2)", "decimal(10,2)", true],
  ["decimal", "decimal(10,0)", true],
  ["double", "double", true],
  ["datetime(6)", "datetime(6)", true],
  ["datetime", "datetime(6)", false],
  ["enum('a', 'B')", "enum('a','B')", true],
  ["blob", "text", false],
])("%s is shown as %s: %s", (written, shown, expected) => expect(isSameType(written, shown)).toBe(expected))
