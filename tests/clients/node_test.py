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
@pytest.mark.parametrize("name", ["server", "compressed"])
def test_ws(request, name, options):
    seen = seen_by_node(request.getfixturevalue(name), options)
    agreed = name == "compressed" and options.get("perMessageDeflate") is not False
    assert seen == {
        "extensions": DEFLATE if agreed else "",
        "echoed": 24,
        "pong": "now",
        "fragments": "one two three",
        "plain": "plain",
        "closed": {"code": 4001, "reason": "Grüße"},
        "lastWords": "last words",
        "serverCloses": {"code": 4000, "reason": "enough"},
        "serverReturns": {"code": 1000, "reason": ""},
        "serverFragments": "one two three",
    }
