import { expect, test } from "bun:test"
import { withDefaultPort } from "../../../src/dialect/toolkit/default-port.ts"

test.each([
  ["tidb://root@host/blog", "tidb://root@host:4000/blog"],
  ["tidb://root:p%3A@host/blog?tls=true", "tidb://root:p%3A@host:4000/blog?tls=true"],
  ["tidb://[::1]/blog", "tidb://[::1]:4000/blog"],
  ["tidb://host:5000/blog", "tidb://host:5000/blog"],
  ["tidb://[::1]:5000/blog", "tidb://[::1]:5000/blog"],
  ["tidb://one,two/blog", "tidb://one,two/blog"],
  ["tidb:///blog?host=/run", "tidb:///blog?host=/run"],
  ["tidb://host/blog?port=7", "tidb://host/blog?port=7"],
  ["no url", "no url"],
])("%s becomes %s", (url, expected) => {
  expect(withDefaultPort(url, 4000)).toBe(expected)
})
