/** A new project's sterna.config.ts. */
export const configTemplate = `import { defineConfig, env } from "sterna"

export default defineConfig({
  repos: {
    main: {
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
