#!/bin/sh
# First start of the PostgreSQL container: the owner of the tables, and the role of daily work.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -U postgres -d postgres <<'SQL'
CREATE ROLE owner LOGIN PASSWORD :'owner';
CREATE ROLE app LOGIN PASSWORD :'app';
CREATE DATABASE zhengxie OWNER owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE zhengxie FROM PUBLIC;
GRANT CONNECT ON DATABASE zhengxie TO app;
SQL
