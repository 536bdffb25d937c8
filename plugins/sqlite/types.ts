import { scaled, type TypeTable } from "sterna/dialect"

/**
 * SQLite's types. It knows five storage classes and no lengths, so that of size, precision and scale only those of
 * `decimal` are kept (as ecto_sqlite3 does, whose table this is).
 */
export const types: TypeTable = {
  known: {
    id: "INTEGER",
    serial: "INTEGER",
    bigserial: "INTEGER",
    // Refused by the features: there is no such type.
    identity: "IDENTITY",
    smallint: "SMALLINT",
    integer: "INTEGER",
    bigint: "INTEGER",
    float: "NUMERIC",
    decimal: scaled("DECIMAL"),
    numeric: "NUMERIC",
    boolean: "INTEGER",
    string: "TEXT",
    text: "TEXT",
    binary: "BLOB",
    bitstring: "BITSTRING",
    binary_id: "TEXT",
    uuid: "TEXT",
    map: "TEXT",
    duration: "DURATION",
    date: "TEXT",
    time: "TEXT",
    time_usec: "TEXT",
    naive_datetime: "TEXT",
    naive_datetime_usec: "TEXT",
    utc_datetime: "TEXT",
    utc_datetime_usec: "TEXT",
  },
  other: (type) => type.toLowerCase() === "timestamp" ? "TEXT" : type.toUpperCase(),
  array: () => "TEXT",
  reference: (key) => key,
}
