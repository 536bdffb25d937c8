/** A new project's sterna.config.ts. */
export const configTemplate = `import { defineConfig, env } from "sterna"

export default defineConfig({
  repos: {
    main: {
      // For example DATABASE_URL=sqlite:app.db, a file in this folder.
      url: env("DATABASE_URL"),
      migrations: "migrations",
    },
  },
})
`

/** A new project's tsconfig.json: for the editor, since Sterna runs TypeScript as it is. */
export const tsconfigTemplate = `{
  "compilerOptions": {
    "target": "ESNext",
    "module": "ESNext",
    "moduleResolution": "bundler",
    "moduleDetection": "force",
    "allowImportingTsExtensions": true,
    "noEmit": true,
    "strict": true,
    "skipLibCheck": true,
    "types": []
  },
  "include": ["sterna.d.ts", "sterna.config.ts", "migrations"]
}
`

/** What to do after `sterna init`, to copy. The URL is a variable where the config is the one above. */
export const nextSteps = (newConfig: boolean): string =>
  [
    "",
    "Next:",
    ...(newConfig ? ["  export DATABASE_URL=sqlite:app.db"] : []),
    "  sterna gen create_people",
    "  sterna migrate",
  ].join("\n")
