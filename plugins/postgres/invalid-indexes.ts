/**
 * The indexes whose concurrent build failed or was cut off (manual, CREATE INDEX, "Building Indexes Concurrently"). That of
 * a partitioned table is invalid until each partition has its own, and one that is being built is so until it is done
 * (`pg_stat_progress_create_index`).
 */
export const invalidIndexes = "SELECT format('%I.%I', n.nspname, c.relname) AS name, "
  + "format('DROP INDEX CONCURRENTLY IF EXISTS %I.%I', n.nspname, c.relname) AS repair FROM pg_catalog.pg_index AS i "
  + "JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
  + "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
  + "WHERE NOT i.indisvalid AND c.relkind = 'i' AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index AS p "
  + "WHERE p.datname = current_database() AND p.index_relid = i.indexrelid) ORDER BY 1"
