import { type Collected, placeOf } from "./collect.ts"

/** The module specifier that the entry imports Sterna by. */
const runtimeSpecifier = "sterna:bundled"

/** The text of a bundle's entry: it names the modules, so that the bundler follows what they import. */
export const entryText = (collected: Collected): string => {
  const { config, files, folders, modules, plugins } = collected
  const place = (path: string) => JSON.stringify(placeOf(collected, path))
  const loaders = modules.map((path) => `${place(path)}: () => import(${JSON.stringify(path)}),\n`)
  const contents = [...files].map(([path, content]) =>
    `${place(path)}: "${Buffer.from(content).toString("base64")}",\n`
  )
  const packages = [...plugins].map(([name, path]) => `${JSON.stringify(name)}: ${place(path)},\n`)
  return `import { startBundle } from "${runtimeSpecifier}"
startBundle({
config: ${config === undefined ? "undefined" : place(config)},
folders: [${folders.map(place).join(", ")}],
modules: {
${loaders.join("")}},
plugins: {
${packages.join("")}},
files: {
${contents.join("")}},
})
`
}
