"""The hospital's receiver of notices, in miniature: checks the signature, says what it was told.

    python -m portal.demo.receiver --port 8001

It runs beside the site and shares nothing with it but the secret that signs.
"""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

HOST = "127.0.0.1"
LONGEST_BODY = 16 * 1024
USUAL_KEYS = Path(__file__).resolve().parents[2] / ".services" / "demo-keys.json"


def told(body: bytes, headers: dict[str, str], secret: str) -> str:
    """One line about a notice; raises `WebhookVerificationError` for one that the site did not sign, or long ago."""
    Webhook(secret).verify(body, headers)
    notice = json.loads(body)
    return f"notice {headers['webhook-id'][:8]}, signature good: {notice['type']}, patient {notice['data']['patient'][:8]}…"


def secret_in(keys: Path) -> str:
    """Read at each notice: the site may have been registered anew."""
    return str(json.loads(keys.read_text())["chu"]["webhook_secret"])


class Handler(BaseHTTPRequestHandler):
    """2xx once the signature holds; the site tries again for anything else."""

    keys = USUAL_KEYS

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(min(length, LONGEST_BODY))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            said, status = told(body, headers, secret_in(self.keys)), 204
        except (WebhookVerificationError, ValueError, KeyError, OSError) as wrong:
            said, status = f"a notice that is not the site's ({type(wrong).__name__})", 401
        print(said, flush=True)
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Its own line is enough."""


def serve(port: int, keys: Path = USUAL_KEYS) -> ThreadingHTTPServer:
    """A server ready to be run; port 0 takes a free one."""
    return ThreadingHTTPServer((HOST, port), type("Keyed", (Handler,), {"keys": keys}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--keys", type=Path, default=USUAL_KEYS)
    chosen = parser.parse_args()
    serve(chosen.port, chosen.keys).serve_forever()


if __name__ == "__main__":
    main()
