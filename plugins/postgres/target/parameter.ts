/** How a parameter of libpq is taken. */
interface ParameterRule {
  /** The variable that sets it where neither the URL nor a service file does. */
  readonly variable?: string
  /**
   * A parameter that Sterna does not fulfil: the values that ask for nothing special, or `"any"` where it makes no
   * difference to Sterna. Any other value is refused.
   */
  readonly harmless?: ReadonlyArray<string> | "any"
  /** What else protects whoever cannot have what it asks: a full sentence. */
  readonly instead?: string
  /** It names a file: a relative path in a URL begins at the repo's folder. */
  readonly path?: true
}

/** libpq's parameters of a connection (manual, 34.1.2) and their variables (34.15). */
export const parameters = {
  host: { variable: "PGHOST" },
  hostaddr: { variable: "PGHOSTADDR" },
  port: { variable: "PGPORT" },
  dbname: { variable: "PGDATABASE" },
  user: { variable: "PGUSER" },
  password: { variable: "PGPASSWORD" },
  passfile: { variable: "PGPASSFILE", path: true },
  service: { variable: "PGSERVICE" },
  servicefile: { variable: "PGSERVICEFILE", path: true },
  options: { variable: "PGOPTIONS" },
  application_name: { variable: "PGAPPNAME" },
  fallback_application_name: {},
  connect_timeout: { variable: "PGCONNECT_TIMEOUT" },
  target_session_attrs: { variable: "PGTARGETSESSIONATTRS" },
  load_balance_hosts: { variable: "PGLOADBALANCEHOSTS" },
  keepalives: {},
  keepalives_idle: {},
  keepalives_interval: {},
  keepalives_count: {},
  tcp_user_timeout: {},
  sslmode: { variable: "PGSSLMODE" },
  sslnegotiation: { variable: "PGSSLNEGOTIATION" },
  sslrootcert: { variable: "PGSSLROOTCERT", path: true },
  sslcert: { variable: "PGSSLCERT", path: true },
  sslkey: { variable: "PGSSLKEY", path: true },
  sslpassword: {},
  sslcertmode: { variable: "PGSSLCERTMODE" },
  ssl_min_protocol_version: { variable: "PGSSLMINPROTOCOLVERSION" },
  ssl_max_protocol_version: { variable: "PGSSLMAXPROTOCOLVERSION" },
  // Text travels as UTF-8, whatever a terminal shows.
  client_encoding: { variable: "PGCLIENTENCODING", harmless: "any" },
  // Without Kerberos these say nothing.
  gssencmode: { variable: "PGGSSENCMODE", harmless: ["disable", "prefer"] },
  krbsrvname: { variable: "PGKRBSRVNAME", harmless: "any" },
  gsslib: { variable: "PGGSSLIB", harmless: "any" },
  gssdelegation: { variable: "PGGSSDELEGATION", harmless: "any" },
  // libpq has no compression either.
  sslcompression: { variable: "PGSSLCOMPRESSION", harmless: "any" },
  sslsni: { variable: "PGSSLSNI", harmless: ["1"] },
  sslcrl: { variable: "PGSSLCRL", harmless: [] },
  sslcrldir: { variable: "PGSSLCRLDIR", harmless: [] },
  sslkeylogfile: { harmless: [] },
  channel_binding: {
    variable: "PGCHANNELBINDING",
    harmless: ["disable", "prefer"],
    instead:
      "sslmode=verify-full, with sslrootcert=system or a certificate, keeps away whoever stands between as well.",
  },
  require_auth: { variable: "PGREQUIREAUTH", harmless: [] },
  requirepeer: { variable: "PGREQUIREPEER", harmless: [] },
  min_protocol_version: { variable: "PGMINPROTOCOLVERSION", harmless: ["3.0"] },
  max_protocol_version: { variable: "PGMAXPROTOCOLVERSION", harmless: "any" },
  replication: { harmless: ["0", "false", "no", "off"] },
} as const satisfies Readonly<Record<string, ParameterRule>>

/** The name of a parameter that libpq knows. */
export type Parameter = keyof typeof parameters

export const isParameter = (name: string): name is Parameter => Object.hasOwn(parameters, name)

/** What is known of a parameter. */
export const ruleOf = (parameter: Parameter): ParameterRule => parameters[parameter]

/** All of them, to suggest one. */
export const parameterNames: ReadonlyArray<string> = Object.keys(parameters)
