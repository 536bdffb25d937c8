/** How the executable and the bundles that it makes are compiled: options of `Bun.build`. */
export const executableShape = {
  minify: true,
  bytecode: true,
  format: "esm",
  splitting: true,
  // Flat, so that threads lie beside the chunks, where `new Worker(new URL("./worker.ts", import.meta.url))` looks for them.
  naming: { entry: "[name].[ext]", chunk: "[name]-[hash].[ext]" },
} as const

export const compileShape = {
  // By default a compiled program loads .env and runs the preloads of bunfig.toml of the folder that it is started in.
  autoloadDotenv: false,
  autoloadBunfig: false,
  autoloadTsconfig: false,
  // Lets packages with `exports` in a user's node_modules resolve.
  autoloadPackageJson: true,
  // What runs once is not worth the threads that compile it. src/cli/process.ts ends it for who works for longer.
  jitPolicy: 20,
} as const
