"""node's `ws`, the client of many applications, with and without compression: node/client.js does the talking."""

import json
import os
import subprocess

import pytest

from support import PATIENCE, ROOT

if "CLIENT_NODE_PATH" not in os.environ:
    pytest.skip("no node on this machine", allow_module_level=True)


def seen_by_node(server, options):
    run = subprocess.run(
        ["node", str(ROOT / "tests/clients/node/client.js"), server.url("", "ws"), json.dumps(options)],
        capture_output=True,
        timeout=3 * PATIENCE,
        env=os.environ | {"NODE_PATH": os.environ["CLIENT_NODE_PATH"]},
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


DEFLATE = "permessage-deflate"
OPTIONS = {
    "as it comes": {},
    "each message compressed": {"perMessageDeflate": {"threshold": 0}},
    "small windows": {"perMessageDeflate": {"threshold": 0, "serverMaxWindowBits": 10, "clientMaxWindowBits": 10}},
    "contexts from the server alone": {"perMessageDeflate": {"threshold": 0, "clientNoContextTakeover": True}},
    "contexts from the client alone": {"perMessageDeflate": {"threshold": 0, "serverNoContextTakeover": True}},
    "all parameters": {
        "perMessageDeflate": {
            "serverNoContextTakeover": True,
            "clientNoContextTakeover": True,
            "serverMaxWindowBits": 10,
            "clientMaxWindowBits": 11,
            "threshold": 0,
        }
    },
    "without compression": {"perMessageDeflate": False},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("name", ["server", "compressed", "context"])
def test_ws(request, name, options):
    seen = seen_by_node(request.getfixturevalue(name), options)
    deflate = options.get("perMessageDeflate", {})
    agreed = name != "server" and deflate is not False
    kept = agreed and name == "context"
    assert seen == {
        "extensions": DEFLATE if agreed else "",
        "echoed": 24,
        "pong": "now",
        "fragments": "one two three",
        "plain": "plain",
        "contexts": {
            "fromClient": kept and "clientNoContextTakeover" not in deflate,
            "fromServer": kept and "serverNoContextTakeover" not in deflate,
        },
        "closed": {"code": 4001, "reason": "Grüße"},
        "lastWords": "last words",
        "serverCloses": {"code": 4000, "reason": "enough"},
        "serverReturns": {"code": 1000, "reason": ""},
        "serverFragments": "one two three",
    }
