import { expect, test } from "bun:test"
import { redactMessage, redactText, redactUrl } from "../../src/config/redact-url.ts"

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

test.each([
  [
    "connect failed: host=db user=ada password=hunter2 dbname=blog",
    "connect failed: host=db user=ada password=*** dbname=blog",
  ],
  ["PGPASSWORD=hunter2, DB_PASSWD='hunter 2'", "PGPASSWORD=***, DB_PASSWD='***'"],
  ["{ user: \"ada\", password: \"hunter2\" }", "{ user: \"ada\", password: \"***\" }"],
  ["{\"password\":\"hun\\\"ter2\",\"user\":\"ada\"}", "{\"password\":\"***\",\"user\":\"ada\"}"],
  ["api_key = hunter2; access-token=hunter2", "api_key = ***; access-token=***"],
  ["postgres://ada:hunter2@h/b?sslpassword=hunter2", "postgres://ada:***@h/b?sslpassword=***"],
  ["Unexpected token: }. The password is wrong.", "Unexpected token: }. The password is wrong."],
  ["password authentication failed for user \"ada\"", "password authentication failed for user \"ada\""],
])("in what others say %s", (text, shown) => {
  expect(redactMessage(text)).toBe(shown)
})
