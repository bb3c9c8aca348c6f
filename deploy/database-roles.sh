#!/bin/sh
# Run once, by PostgreSQL's image, on an empty database: the same two roles and rights as tools/postgres.py gives on
# a developer's machine. The owner migrates; the site's own role reads and writes rows, and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_PASSWORD" --username postgres <<'SQL'
CREATE ROLE portal_owner LOGIN PASSWORD :'password';
CREATE ROLE portal_app LOGIN PASSWORD :'password';
CREATE DATABASE portal OWNER portal_owner;
\connect portal
CREATE EXTENSION btree_gist;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
SQL
