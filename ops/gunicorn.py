"""How gunicorn serves the pages, embedded and in production; the address comes on the command line."""

import os

wsgi_app = "config.wsgi"
control_socket_disable = True  # it would lie in the home folder, one for all checkouts
preload_app = True  # one import for all workers
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 120
graceful_timeout = 5
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
