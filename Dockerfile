# Two images from one Debian base: `web` (Gunicorn and Django) and `nginx`.
#   docker build --target web .      docker build --target nginx .
# Works with BuildKit and with the classic builder.
ARG BASE=debian:trixie-slim

# --- python: what both images run on -----------------------------------------

FROM ${BASE} AS python
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANG=C.UTF-8 \
    # Any UID may run the images, so none needs an entry in /etc/passwd.
    HOME=/tmp \
    USER=omero \
    LOGNAME=omero

# --- build: everything that is left behind -----------------------------------

FROM python AS build
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends ca-certificates python3-venv \
    && rm -rf /var/lib/apt/lists/*
# The system's certificates, for pip and npm too: behind a proxy that re-signs
# TLS the base image brings that proxy's.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    npm_config_cache=/tmp/npm
WORKDIR /build
# pip and the build tools live in an environment of their own: the two that are
# kept hold nothing but what runs.
RUN python3 -m venv tools \
    && python3 -m venv --without-pip /opt/omero/web/venv \
    && python3 -m venv --without-pip /opt/omero/nginx/venv
COPY requirements/ requirements/
RUN tools/bin/python -m pip --python /opt/omero/web/venv install -q --require-hashes \
        -r requirements/run.lock -r requirements/nginx.lock \
    && tools/bin/python -m pip --python /opt/omero/nginx/venv install -q --require-hashes \
        -r requirements/nginx.lock \
    && tools/bin/python -m pip install -q --require-hashes -r requirements/build.lock
WORKDIR /build/source
COPY frontend/ frontend/
COPY tools/frontend tools/frontend
COPY requirements/node.lock requirements/node.lock
RUN tools/frontend /build/tools/bin
COPY pyproject.toml README.md LICENSE ./
COPY builder/ builder/
COPY omeroweb/ omeroweb/
RUN /build/tools/bin/python -m pip wheel -q --no-deps --no-build-isolation -w /build/wheel . \
    && /build/tools/bin/python -m pip --python /opt/omero/web/venv install -q --no-deps --no-index /build/wheel/*.whl
ENV CONFIG_omero_web_static__root=/opt/omero/web/static
RUN OMERODIR=/tmp/omero /opt/omero/web/venv/bin/omero web collectstatic

# --- web ---------------------------------------------------------------------

FROM python AS web
# State that outlives the container is in /OMERO. Group 0 may write there: every
# UID that an engine picks belongs to it.
RUN mkdir -m 2775 /OMERO && mkdir /images
COPY --from=build /opt/omero/web/venv /opt/omero/web/venv
COPY --from=build /opt/omero/web/static /opt/omero/web/static
ENV PATH=/opt/omero/web/venv/bin:$PATH \
    OMERODIR=/OMERO \
    CONFIG_omero_web_static__root=/opt/omero/web/static \
    CONFIG_omero_web_application__server_host=0.0.0.0 \
    # /OMERO may be shared by several containers; a process id is one container's.
    CONFIG_omero_web_pid__file=/tmp/django.pid \
    # *.omero files mounted here are read at every start.
    OMERO_WEB_CONFIG_FOLDER=/opt/omero/web/config \
    OMERO_WEB_RENDERED=/opt/omero/web/rendered
# A start with the same settings need not render them again.
RUN mkdir -p /opt/omero/web/rendered /opt/omero/web/config \
    && OMERODIR=/tmp/omero python -m omeroweb.cli.gunicorn /opt/omero/web/rendered
USER 1000:0
WORKDIR /OMERO
EXPOSE 4080
HEALTHCHECK --interval=10s --timeout=6s --start-period=90s --retries=3 \
    CMD ["python", "-m", "builder.health", "web"]
# Files stay writable for group 0, so that the UID can change between two starts.
ENTRYPOINT ["/bin/sh", "-c", "umask 0002 && exec omero \"$@\"", "omero"]
CMD ["serve", "--background-import", "--images", "/images"]
# Last, because a new revision makes every step after it anew.
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="omeroweb" \
      org.opencontainers.image.description="OMERO.web: microscopy images in the browser and through the JSON API" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="BSD-2-Clause"

# --- nginx -------------------------------------------------------------------

FROM python AS nginx
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends nginx \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* /var/www /etc/nginx/sites-*
COPY --from=build /opt/omero/nginx/venv /opt/omero/nginx/venv
COPY --from=build /opt/omero/web/static /opt/omero/web/static
COPY nginx/ /opt/omero/nginx/nginx/
COPY builder/ /opt/omero/nginx/builder/
COPY omeroweb/__init__.py omeroweb/errors.py /opt/omero/nginx/omeroweb/
COPY omeroweb/config/ /opt/omero/nginx/omeroweb/config/
# A read-only root file system keeps Python from writing these at every start.
RUN python3 -m compileall -q /opt/omero/nginx/builder /opt/omero/nginx/omeroweb \
    && mkdir -p /opt/omero/web/config
ENV PATH=/opt/omero/nginx/venv/bin:$PATH \
    PYTHONPATH=/opt/omero/nginx \
    OMERO_WEB_CONFIG_FOLDER=/opt/omero/web/config \
    CONFIG_omero_web_static__root=/opt/omero/web/static \
    CONFIG_omero_web_nginx_port=8080 \
    CONFIG_omero_web_nginx_https__port=8443 \
    CONFIG_omero_web_nginx_https__redirect__port=443 \
    CONFIG_omero_web_nginx_server__name=_ \
    CONFIG_omero_web_nginx_web=web:4080 \
    CONFIG_omero_web_nginx_stream=stream:4080
# A start with the same settings need not render them again.
RUN python /opt/omero/nginx/nginx/entrypoint.py --render
USER 1000:0
WORKDIR /tmp
EXPOSE 8080 8443
# Graceful: answers under way are finished.
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-m", "builder.health", "nginx"]
ENTRYPOINT ["python", "/opt/omero/nginx/nginx/entrypoint.py"]
# Last, because a new revision makes every step after it anew.
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="omeroweb-nginx" \
      org.opencontainers.image.description="NGINX in front of OMERO.web, with its static files" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="BSD-2-Clause"
