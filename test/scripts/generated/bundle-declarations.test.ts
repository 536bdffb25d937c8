import { expect, test } from "bun:test"
import { bundleDeclarations } from "../../../scripts/generated/bundle-declarations.ts"

const door = `
/** The door. */
export type { Box } from "../box.ts";
export { open, rename, } from "../open.ts";
`
const box = `
import type * as Effect from "effect/Effect";
import type * as Unused from "effect/Data";
type Inner = string;
/** What is in it. */
export interface Box {
    /** Its content, not internal. */
    readonly inner: Inner | "internal";
}
export declare const internal: Box;
export {};
`
const open = `
import type { Box } from "./box.ts";
/**
 * Opens it.
 */
export declare const open: (box: Box) => Effect.Effect<void>;
export declare function rename(box: Box): Box;
export declare function rename(box: Box, name: {
    readonly name: string;
}): Box;
`

test("what the door exports, and what that needs, is one module", () => {
  const [text = ""] = bundleDeclarations(door, [box, open]).split("\ndeclare module \"effect*\"")
  expect(text).toBe(`// The types of Sterna for an editor, written by \`sterna init\`. They need nothing installed.

declare module "sterna" {
  import type * as Effect from "effect/Effect"

  type Inner = string;
  /** What is in it. */
  export interface Box {
    /** Its content, not internal. */
    readonly inner: Inner | "internal";
  }
  /**
   * Opens it.
   */
  export const open: (box: Box) => Effect.Effect<void>;
  export function rename(box: Box): Box;
  export function rename(box: Box, name: {
    readonly name: string;
  }): Box;

  export {}
}
`)
})

test.each<[string, string, ReadonlyArray<string>, string]>([
  ["two declarations of one name", door, [box, open, "interface Inner {}\n"], "Two files declare Inner"],
  ["a renamed export", "export { open as close } from \"./open.ts\";", [open], "The door exports \"open as close\""],
  ["a renamed import", door, [box, "import { Box as Other } from \"./box.ts\";\n", open], "renames what it imports"],
  ["an export that is declared nowhere", door, [box], "The door exports open, but no file declares it."],
  [
    "one alias for two modules",
    door,
    [box, open, "import * as Effect from \"effect/Data\";\n"],
    "Two modules are imported as Effect.",
  ],
])("%s is refused", (_, entry, files, message) => {
  expect(() => bundleDeclarations(entry, files)).toThrow(message)
})
