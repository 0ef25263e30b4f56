"""A provider like OpenStreetMap on this machine: OpenID Connect, PKCE, a number for each person."""

import base64
import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Provider(ThreadingHTTPServer):
    """Says that whoever comes is `person`; remembers the challenge it was shown."""

    person: dict[str, Any]
    challenge = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Desk(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        if self.path == "/.well-known/oauth-authorization-server":
            self.answer(
                {
                    "issuer": self.server.url,
                    "authorization_endpoint": f"{self.server.url}/oauth2/authorize",
                    "token_endpoint": f"{self.server.url}/oauth2/token",
                    "userinfo_endpoint": f"{self.server.url}/oauth2/userinfo",
                    "jwks_uri": f"{self.server.url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.headers.get("Authorization") == "Bearer granted":
            self.answer(self.server.person)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.server.challenge:
            self.send_error(400)
        else:
            self.answer({"access_token": "granted", "token_type": "Bearer"})

    def answer(self, content: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running_provider():
    with Provider(("127.0.0.1", 0), Desk) as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()


def asked_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
