"""A web server of our own that plays the robots and the gateway, well or badly."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Robot:
    """What came in: `calls` = [(path with query, document)]. `mood`: good, refuse, fast, broken, hang, drip, redirect, huge, odd."""

    def __init__(self):
        self.calls, self.mood, self.elsewhere = [], "good", ""

    def answer(self):
        """(status, body) by its mood."""
        return {
            "refuse": (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}'),
            "fast": (200, b'{"errcode": 45009, "errmsg": "api freq out of limit"}'),
            "busy": (429, b""),
            "broken": (500, b"oops"),
            "denied": (403, b"no"),
            "redirect": (302, b""),
            "huge": (200, b'{"errcode": 0}' + b" " * 5_000_000),
            "odd": (200, b"[1]"),
        }.get(self.mood, (200, b'{"errcode": 0, "errmsg": "ok"}'))


@contextmanager
def web_server():
    """A `Robot` and its address."""
    robot = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            robot.calls.append((self.path, json.loads(body)))
            if robot.mood == "hang":
                time.sleep(3)
            if robot.mood == "drip":
                for _ in range(30):
                    self.wfile.write(b"H")
                    time.sleep(0.1)
            status, answer = robot.answer()
            self.send_response(status)
            if robot.mood == "redirect":
                self.send_header("Location", robot.elsewhere)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *args):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield robot, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
