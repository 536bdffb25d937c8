#!/bin/sh
# release.sh FROM TO COMMAND …: migrates to the version TO and runs the command that starts the release. Where either
# fails, the database goes back to the version FROM, that of the release before (0: there was none).
set -eu

if [ $# -lt 3 ]; then
  echo "usage: release.sh FROM TO COMMAND …" >&2
  exit 2
fi
from=$1
to=$2
shift 2

# Ends with the code of what failed, also where going back fails.
go_back() {
  echo "The release has failed: going back to $from." >&2
  sterna rollback --to-exclusive "$from" || echo "Going back has failed as well: the database is not at $from." >&2
  exit "$1"
}

code=0
sterna migrate --to "$to" || code=$?
case $code in
  0) ;;
  # A migration failed, or lost to other sessions; those before it may be there.
  1 | 5) go_back "$code" ;;
  # Nothing ran, or only a person can go on, or the database is out of reach: see sterna status.
  *) exit "$code" ;;
esac

"$@" || go_back "$?"
