import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import type { ConfigInputs } from "../../src/config/config-inputs.ts"
import { type Variable, variableOf } from "../../src/config/variable.ts"

const files: { readonly [path: string]: string } = {
  "/run/secrets/url": "postgres://db/blog\n",
  "/srv/relative": "sqlite:blog.db",
  "/windows": "text\r\n\r\n",
  "/lines": "one\ntwo\n",
  "/empty": "\n",
}

const inputs = (
  environment: ConfigInputs["environment"],
  ...envFiles: ReadonlyArray<{ readonly [name: string]: string }>
): ConfigInputs => ({
  source: { file: undefined, directory: "/srv", config: { repos: {} } },
  overrides: { repos: [], url: undefined, migrationsPaths: [], lockTimeout: undefined, prefix: undefined },
  environment,
  envFiles: envFiles.map((variables, index) => ({ path: `/env-${index}`, variables })),
  readFile: (path) => {
    const text = files[path]
    return text === undefined ? Result.fail("does not exist") : Result.succeed(text)
  },
  directory: "/srv",
})

const origin = (name: string, envFile?: string, secretFile?: string): Variable["origin"] => ({
  _tag: "Variable",
  name,
  envFile,
  secretFile,
})

test.each<[string, ConfigInputs, Variable | undefined]>([
  ["not set", inputs({}), undefined],
  ["set", inputs({ URL: "x" }), { value: "x", origin: origin("URL") }],
  ["empty", inputs({ URL: "" }), { value: "", origin: origin("URL") }],
  ["of a file", inputs({}, { URL: "x" }), { value: "x", origin: origin("URL", "/env-0") }],
  ["of two files", inputs({}, { URL: "x" }, { URL: "y" }), { value: "y", origin: origin("URL", "/env-1") }],
  ["the process wins", inputs({ URL: "x" }, { URL: "y" }), { value: "x", origin: origin("URL") }],
  ["a secret", inputs({ URL_FILE: "/run/secrets/url" }), {
    value: "postgres://db/blog",
    origin: origin("URL_FILE", undefined, "/run/secrets/url"),
  }],
  ["a relative path", inputs({ URL_FILE: "relative" }), {
    value: "sqlite:blog.db",
    origin: origin("URL_FILE", undefined, "/srv/relative"),
  }],
  ["ends of lines", inputs({ URL_FILE: "/windows" }), {
    value: "text",
    origin: origin("URL_FILE", undefined, "/windows"),
  }],
  ["several lines", inputs({ URL_FILE: "/lines" }), {
    value: "one\ntwo",
    origin: origin("URL_FILE", undefined, "/lines"),
  }],
  ["a secret of a file", inputs({}, { URL_FILE: "/lines" }), {
    value: "one\ntwo",
    origin: origin("URL_FILE", "/env-0", "/lines"),
  }],
  ["empty beside a secret", inputs({ URL: "", URL_FILE: "/lines" }), {
    value: "one\ntwo",
    origin: origin("URL_FILE", undefined, "/lines"),
  }],
  ["an empty path", inputs({ URL_FILE: "" }), undefined],
  ["the process against a secret of a file", inputs({ URL: "x" }, { URL_FILE: "/lines" }), {
    value: "x",
    origin: origin("URL"),
  }],
])("%s", (_, given, expected) => {
  expect(Result.getOrThrow(variableOf("URL", given))).toEqual(expected)
})

test.each<[string, ConfigInputs, string]>([
  ["both", inputs({ URL: "x", URL_FILE: "/lines" }), "Both URL and URL_FILE are set. Set one of them."],
  [
    "both in one file",
    inputs({}, { URL: "x", URL_FILE: "/lines" }),
    "Both URL and URL_FILE are set (in /env-0). Set one of them.",
  ],
  [
    "a file that is not there",
    inputs({ URL_FILE: "gone" }),
    "URL_FILE names the file /srv/gone, which does not exist.",
  ],
  [
    "an empty file",
    inputs({ URL_FILE: "/empty" }),
    "URL_FILE names the file /empty, which is empty. Write the value into it, or set URL.",
  ],
])("refused: %s", (_, given, problem) => {
  expect(Result.getOrThrow(Result.flip(variableOf("URL", given)))).toBe(problem)
})
