import { expect, test } from "bun:test"
import { redactText, redactUrl } from "../../src/config/redact-url.ts"

test.each([
  ["sqlite:blog.db", "sqlite:blog.db"],
  ["postgres://localhost/blog", "postgres://localhost/blog"],
  ["postgres://ada@localhost/blog", "postgres://ada@localhost/blog"],
  [
    "postgres://ada:secret@localhost:5432/blog?sslmode=require",
    "postgres://ada:***@localhost:5432/blog?sslmode=require",
  ],
  ["postgres://ada:s/e?c@ret@localhost/blog", "postgres://ada:***@localhost/blog"],
  ["postgres://:secret@localhost/blog", "postgres://:***@localhost/blog"],
  ["postgres://localhost/blog?user=ada&password=secret&x=1", "postgres://localhost/blog?user=ada&password=***&x=1"],
  ["mysql://h/b?ssl_key_passphrase=secret#x", "mysql://h/b?ssl_key_passphrase=***#x"],
  ["no url at all", "no url at all"],
  ["ada:secret@localhost", "ada:***@localhost"],
  ["://:secret@", ":***@"],
])("%s is shown as %s", (url, shown) => {
  expect(redactUrl(url)).toBe(shown)
})

test.each([
  [
    "Unexpected argument: \"postgres://ada:s@/:?cret@localhost/blog\". No.",
    "Unexpected argument: \"postgres://ada:***@localhost/blog\". No.",
  ],
  [
    "/app/postgres:/ada:secret@localhost/blog: There is no such file.",
    "/app/postgres:/ada:***@localhost/blog: There is no such file.",
  ],
  ["mysql://:secret@h and mysql://h/b?password=secret, both", "mysql://:***@h and mysql://h/b?password=*** both"],
  ["SELECT key = 'a' FROM b; UPDATE c SET d = e", "SELECT key = 'a' FROM b; UPDATE c SET d = e"],
  ["see https://example.org/a:b, or mail a@example.org", "see https://example.org/a:b, or mail a@example.org"],
])("in a message %s", (text, shown) => {
  expect(redactText(text)).toBe(shown)
})
