import { describe, expect, test } from "bun:test"
import { sqlSource } from "../../src/history/sql-source.ts"

describe("says the same", () => {
  test.each([
    ["space", "select  a ,b\tfrom c", "select a, b\n  from c\n"],
    ["space around operators", "select a=-1 and b<>c||d", "select a = -1 and b <> c || d"],
    ["comments", "select a", "-- why\nselect /* what */ a -- so"],
    ["a semicolon at the end", "select a", "select a;"],
    ["semicolons without a statement", "select a; select b", ";select a;; -- x\nselect b;"],
    [
      "a semicolon before a marker",
      "-- migrate:up\na\n-- migrate:down\nb",
      "-- migrate:up\n\na;\n\n-- migrate:down\nb;\n",
    ],
    [
      "space in a marker",
      "-- migrate:up transaction:false lock:false\na",
      "--  migrate:up   transaction:false\tlock:false \na",
    ],
    ["lines of a trigger", "create trigger t begin select 1; end;", "create trigger t\nbegin\n  select 1;\nend;"],
    [
      "lines behind DELIMITER",
      "DELIMITER //\na; b//\nDELIMITER ;",
      "DELIMITER //\n  a;\n  b\n//\n-- done\nDELIMITER ;",
    ],
    ["space in an executable comment", "/*!40101 set a=1 */;", "/*!40101   set a = 1*/"],
  ])("%s", (_, left, right) => {
    expect([...sqlSource(right)]).toEqual([...sqlSource(left)])
  })
})

describe("says something else", () => {
  test.each([
    ["a string", "select 'a'", "select 'b'"],
    ["space in a string", "select 'a  b'", "select 'a b'"],
    ["a line break in a string", "select 'a\nb'", "select 'a b'"],
    ["what looks like a comment in a string", "select '-- a'", "select '-- b'"],
    ["two strings and one", "select 'a' 'b'", "select 'a''b'"],
    ["a dollar quote", "do $$ a  b $$", "do $$ a b $$"],
    ["what looks like a comment in a dollar quote", "do $a$ -- a\n$a$", "do $a$ -- b\n$a$"],
    ["a tag", "do $a$ b $a$", "do $c$ b $c$"],
    ["a quoted name", "select \"a  b\"", "select \"a b\""],
    ["a name in backticks", "select `a  b`", "select `a b`"],
    ["a name in brackets", "select [a  b]", "select [a b]"],
    ["case", "select a", "SELECT a"],
    ["a number", "select 1", "select 2"],
    ["order", "select a, b", "select b, a"],
    ["two statements and one", "select a; b", "select a b"],
    ["an operator and two", "select a <= b", "select a < = b"],
    ["space in the lines behind DELIMITER $$, which may be a dollar quote", "DELIMITER $$\na$$", "DELIMITER $$\n a$$"],
    ["a comment that MySQL reads as a difference", "select 1 --a", "select 1 --b"],
    ["a comment that only MySQL reads as one", "select 1 # a", "select 1 # b"],
    ["operators of PostgreSQL", "select a @- b", "select a @ -b"],
    ["hexadecimal and an alias", "select x'41'", "select x '41'"],
    ["an E string and an alias", "select E'a'", "select E 'a'"],
    ["a backslash before a quote", "select 'a\\', 'b  c'", "select 'a\\', 'b c'"],
    ["an escaped quote", "select 'a\\'  b'", "select 'a\\' b'"],
    ["a sum of MySQL", "select 5--3", "select 5--4"],
    ["a hash operator", "select a #> b", "select a #> c"],
    ["a comment that ends early", "select 1 /* /* */ + 2 -- */", "select 1 /* /* */ + 3 -- */"],
    ["an executable comment", "/*!40101 set a = 1 */", "/*!40101 set a = 2 */"],
    ["its version", "/*!40101 set a = 1 */", "/*!50000 set a = 1 */"],
    ["a hint", "select /*+ a */ 1", "select /*+ b */ 1"],
    ["a marker", "-- migrate:up\na", "-- migrate:up\na\n-- migrate:down"],
    ["the place of a marker", "-- migrate:up\na;\n-- migrate:down\nb", "-- migrate:up\na; b\n-- migrate:down"],
    ["an option", "-- migrate:up\na", "-- migrate:up transaction:false\na"],
    ["the value of an option", "-- migrate:up transaction:true\na", "-- migrate:up transaction:false\na"],
    ["a delimiter", "DELIMITER $$\na$$", "DELIMITER //\na//"],
    ["parameters", "select $1", "select $ 1"],
  ])("%s", (_, left, right) => {
    expect([...sqlSource(right)]).not.toEqual([...sqlSource(left)])
  })
})
