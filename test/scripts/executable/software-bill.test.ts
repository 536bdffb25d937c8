import { expect, test } from "bun:test"
import { softwareBill } from "../../../scripts/executable/software-bill.ts"

test("a package is named with its version, its license, and as npm's registry finds it", () => {
  const bill: unknown = JSON.parse(softwareBill([{ name: "@scope/one", version: "1.2.3", license: "ISC" }]))
  expect(bill).toMatchObject({
    specVersion: "1.6",
    components: [{
      name: "@scope/one",
      version: "1.2.3",
      purl: "pkg:npm/%40scope/one@1.2.3",
      licenses: [{ license: { id: "ISC" } }],
    }],
    dependencies: expect.arrayContaining([
      { ref: expect.stringContaining("pkg:npm/sterna@"), dependsOn: ["pkg:npm/%40scope/one@1.2.3"] },
    ]),
  })
})
