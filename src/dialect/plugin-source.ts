/** A plugin, as a config, a flag or the environment names it. */
export interface PluginSource {
  /** A path (absolute, or beginning with a dot), or the name of a package. */
  readonly from: string
  /** The folder that it is meant from; absolute. */
  readonly directory: string
  /** The schemes that it is loaded for. `undefined`: for each that no other dialect is known to have. */
  readonly schemes: ReadonlyArray<string> | undefined
  /** Who names it, for people: `sterna.config.ts`, `--plugin`, `STERNA_PLUGINS`. */
  readonly origin: string
}
