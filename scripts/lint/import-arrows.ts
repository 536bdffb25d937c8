import { relative } from "node:path"
import { type Import, violation } from "./arrows.ts"
import type { Reported, Rule } from "./rule.ts"

/** Reports an import that no arrow of docs/design.md, section 3, allows. */
export const importArrows: Rule = {
  create(context) {
    const from = relative(context.cwd, context.filename).replaceAll("\\", "/")

    function check(source: Reported & { readonly value: string }, kind: Import["kind"]) {
      const message = violation({ from, kind, specifier: source.value })
      if (message !== undefined) context.report({ node: source, message })
    }

    return {
      ImportDeclaration: ({ importKind, source }) => check(source, importKind ?? "value"),
      ExportAllDeclaration: ({ exportKind, source }) => check(source, exportKind ?? "value"),
      ExportNamedDeclaration: ({ exportKind, source }) => source && check(source, exportKind ?? "value"),
      TSImportType: ({ source }) => check(source, "type"),
      ImportExpression: ({ source }) => {
        if (source.type === "Literal" && typeof source.value === "string") check(source, "load")
      },
    }
  },
}
