/** Stands for the value of an environment variable, which is read when a command needs it. */
export interface EnvironmentVariable {
  readonly env: string
}

/**
 * The value of an environment variable. A variable that is not set is an error when the setting is needed, never a
 * silent default. A JSON config writes `{ "env": "NAME" }`.
 *
 * @example
 * defineConfig({ repos: { main: { url: env("DATABASE_URL") } } })
 */
export const env = (name: string): EnvironmentVariable => Object.freeze({ env: name })
