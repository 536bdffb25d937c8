import * as Schema from "effect/Schema"

const decodeManifest = Schema.decodeUnknownSync(
  Schema.fromJsonString(
    Schema.Struct({ name: Schema.String, version: Schema.String, license: Schema.optionalKey(Schema.Unknown) }),
  ),
)

/** A package of others that is in the executable. */
export interface Component {
  readonly name: string
  readonly version: string
  /** An identifier of SPDX, where the package names one. */
  readonly license: string | undefined
}

/**
 * The packages that files of a build are of, by name, and the runtime.
 *
 * @param inputs paths from the project's folder, as in bun's metafile
 */
export async function componentsOf(inputs: ReadonlyArray<string>): Promise<ReadonlyArray<Component>> {
  const manifests = new Set(inputs.flatMap((path) => manifestOf(path) ?? []))
  const packages = await Promise.all([...manifests].map(async (path) => {
    const { license, name, version } = decodeManifest(await Bun.file(path).text())
    return { name, version, license: typeof license === "string" ? license : undefined }
  }))
  const runtime = { name: "bun", version: Bun.version, license: "MIT" }
  return [...packages, runtime].toSorted((one, other) => one.name.localeCompare(other.name))
}

/** `node_modules/@scope/name/dist/index.js`: the package.json of the package that it is of. */
export function manifestOf(path: string): string | undefined {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/[^/].*$/.exec(path) ?? []
  return folder === undefined ? undefined : `${folder}/package.json`
}
