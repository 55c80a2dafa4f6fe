# One image for pages, tasks, clock and migrations; the command decides which.
FROM debian:12.11-slim
WORKDIR /srv/zhengxie
RUN apt-get update && apt-get install -y --no-install-recommends make python3 ca-certificates
COPY . .
# The same set-up as everywhere else; the secret it makes for a single machine does not belong into an image.
RUN make setup && rm -rf var/env var/log var/apt /root/.cache /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/zhengxie zhengxie \
 && mkdir -p var/store && chown -R zhengxie var
USER zhengxie
ENV PYTHONUNBUFFERED=1
EXPOSE 8000
CMD [".venv/bin/python", "-m", "gunicorn", "--config", "ops/gunicorn.py", "--bind", "0.0.0.0:8000"]
