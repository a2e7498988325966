#!/usr/bin/env bash
# Real clients against real servers: Python's websockets, node's ws, curl, wrk, h2load, nghttp and raw sockets; and our
# client against nginx, http.server, websockets and ws.
# Part of test.sh; takes pytest's own options, e.g. scripts/test-clients.sh -k ping
set -euo pipefail
# shellcheck source=scripts/common.bash
. "$(dirname "$0")/common.bash"

step "Clients: Python websockets, node ws, curl, wrk, h2load, nghttp, raw sockets"
if have node && have npm; then
    folder=$TARGET/clients-node
    if ! cmp -s tests/clients/node/package.json "$folder/package.json" || [ ! -d "$folder/node_modules/ws" ]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        cp tests/clients/node/package.json "$folder/"
        (cd "$folder" && npm install --no-audit --no-fund --no-package-lock --loglevel=error </dev/null)
    fi
    export CLIENT_NODE_PATH=$folder/node_modules
else
    say "LEFT OUT: node or npm is not on this machine (apt-get install nodejs npm)."
    ! in_ci || die "CI has to run the tests with node's ws"
fi
for tool in wrk h2load nghttp; do
    have "$tool" && continue
    say "LEFT OUT: $tool is not on this machine (apt-get install wrk nghttp2-client)."
    ! in_ci || die "CI has to run the tests with $tool"
done
if ! have nginx && ! [ -x /usr/sbin/nginx ]; then
    say "LEFT OUT: nginx is not on this machine (apt-get install nginx-light; nothing has to run)."
    ! in_ci || die "CI has to run our client against nginx"
fi
scripts/pytest.sh 3-clients "client tests" tests/clients --ignore=tests/clients/browser_test.py "$@"
