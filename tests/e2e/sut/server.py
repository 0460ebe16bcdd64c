#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An HTTP server with manners of all kinds, for tests/e2e/http.py: PORT-FILE [CERT KEY [CA]] on a free port of the loopback.

With CERT and KEY it speaks TLS, with CA it asks its clients for a certificate of that one.
"""
import http.server
import json
import os
import ssl
import sys
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    tries = {}

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def echo(self):
        size = int(self.headers.get("Content-Length") or 0)
        told = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": self.rfile.read(size).decode(),
        }
        self.answer(200, json.dumps(told).encode(), X_Twice="one")

    def flaky(self):
        """503 twice, then well."""
        tries = Handler.tries[self.path] = Handler.tries.get(self.path, 0) + 1
        self.answer(503 if tries < 3 else 200, json.dumps({"tries": tries}).encode())

    def huge(self):
        """It says nothing about its length and never ends."""
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    def trickle(self):
        """A body that comes too slowly."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def cut(self):
        """Less than was promised."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def hook(self):
        """Keeps what is posted, a line each, beside the file of the port."""
        with open(sys.argv[1] + ".posted", "ab") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])).strip() + b"\n")
        self.answer(204)

    def serve(self):
        fixed = {
            "/json": (200, b'{"alarms":[{"id":1,"active":true},null],"count":2}', "application/json"),
            "/bad-json": (200, b'{"alarms":[1,2', "application/json"),
            "/no-content": (204, b"", "text/plain"),
            "/missing": (404, b"no such page\nreally", "text/plain"),
        }
        if self.path in fixed:
            self.answer(*fixed[self.path])
        elif self.path == "/redirect":
            self.answer(302, Location="/json")
        elif self.path == "/slow":
            time.sleep(3)
            self.answer(200, b"{}")
        elif self.path == "/silent":
            self.close_connection = True
        else:
            {"/hook": self.hook, "/echo": self.echo, "/huge": self.huge, "/trickle": self.trickle, "/cut": self.cut}.get(
                self.path.partition("?")[0], self.flaky
            )()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = serve


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Handshakes that fail are part of the test."""


def main():
    server = Server(("127.0.0.1", 0), Handler)
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        if len(sys.argv) > 4:
            context.load_verify_locations(sys.argv[4])
            context.verify_mode = ssl.CERT_REQUIRED
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with open(sys.argv[1] + ".new", "w", encoding="ascii") as file:
        file.write(str(server.server_address[1]))
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
