# Two images from one Debian base: `web` (Gunicorn and Django) and `nginx`.
#   python -m builder build      docker build --target web .      docker build --target nginx .
# Works with BuildKit and with the classic builder. A line `# buildkit: ...` above a RUN is what the
# builder adds to it where BuildKit builds.
ARG BASE=debian:trixie-slim

# --- python: what both images run on -----------------------------------------

FROM ${BASE} AS python
# Nothing in the images is for another user: no setuid programs, no folders for everybody but /tmp.
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
        /usr/lib/python3*/test /usr/lib/python3*/pydoc_data \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
    && chmod 755 /var/tmp /run/lock
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANG=C.UTF-8 \
    # Any UID may run the images, so none needs an entry in /etc/passwd.
    HOME=/tmp \
    USER=omero \
    LOGNAME=omero \
    # Settings that the image was built with: weaker than everything that is set later.
    OMERO_WEB_BUILT_IN=/opt/omero \
    # *.omero files mounted here are read at every start.
    OMERO_WEB_CONFIG_FOLDER=/opt/omero/web/config \
    CONFIG_omero_web_static__root=/opt/omero/web/static

# --- build: everything that is left behind -----------------------------------

FROM python AS build
# ca-bundle.pem: certificates that only this stage trusts (builder build --ca-bundle).
COPY LICENSE ca-bundle.pem* /build/
WORKDIR /build
RUN if [ -e ca-bundle.pem ]; then cp ca-bundle.pem /usr/local/share/ca-certificates/build.crt; fi \
    && apt-get update -q \
    && apt-get install -q -y --no-install-recommends binutils ca-certificates python3-venv \
    && rm -rf /var/lib/apt/lists/*
# The system's certificates, for pip and npm too: behind a proxy that re-signs
# TLS the base image brings that proxy's.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    PIP_CACHE_DIR=/tmp/pip \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore \
    npm_config_cache=/tmp/npm
# pip and the build tools live in an environment of their own: the two that are
# kept hold nothing but what runs.
RUN python3 -m venv tools \
    && python3 -m venv --without-pip /opt/omero/web/venv \
    && python3 -m venv --without-pip /opt/omero/nginx/venv
COPY requirements/ requirements/
COPY tools/slim ./
# buildkit: --mount=type=cache,target=/tmp/pip --mount=type=secret,id=pip.conf,target=/etc/pip.conf
RUN tools/bin/python -m pip --python /opt/omero/web/venv install -q --require-hashes \
        -r requirements/run.lock -r requirements/nginx.lock \
    && tools/bin/python -m pip --python /opt/omero/nginx/venv install -q --require-hashes \
        -r requirements/nginx.lock \
    && tools/bin/python -m pip install -q --require-hashes -r requirements/build.lock \
    && ./slim /opt/omero/web/venv/lib \
    && ./slim /opt/omero/nginx/venv/lib
WORKDIR /build/source
COPY frontend/ frontend/
COPY tools/frontend tools/frontend
COPY requirements/node.lock requirements/node.lock
# buildkit: --mount=type=cache,target=/tmp/npm --mount=type=secret,id=npmrc,target=/root/.npmrc
RUN tools/frontend /build/tools/bin
COPY pyproject.toml README.md LICENSE ./
COPY builder/ builder/
COPY nginx/ nginx/
COPY omeroweb/ omeroweb/
# Beside the libraries, which a new release of this project seldom changes.
RUN /build/tools/bin/python -m pip wheel -q --no-deps --no-build-isolation -w /build/wheel . \
    && /build/tools/bin/python -m pip --python /opt/omero/web/venv install -q --no-deps --no-index \
        --target /opt/omero/web/app /build/wheel/*.whl \
    && echo /opt/omero/web/app > "$(echo /opt/omero/web/venv/lib/python3*/site-packages)/omeroweb.pth" \
    && OMERODIR=/tmp/omero /opt/omero/web/app/bin/omero web collectstatic

# --- web ---------------------------------------------------------------------

FROM python AS web
# LAPACK takes the place of OpenCV's OpenBLAS: tools/slim. State that outlives the container is in
# /OMERO. Group 0 may write there: every UID that an engine picks belongs to it.
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends liblapack3 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
    && mkdir -m 2775 /OMERO /kept \
    && mkdir -p /images /opt/omero/web/config
COPY --from=build /opt/omero/web/venv /opt/omero/web/venv
COPY --from=build /opt/omero/web/static /opt/omero/web/static
COPY --from=build /opt/omero/web/app /opt/omero/web/app
COPY LICENSE site.omero* /opt/omero/
ENV PATH=/opt/omero/web/app/bin:/opt/omero/web/venv/bin:$PATH \
    OMERODIR=/OMERO \
    CONFIG_omero_web_application__server_host=0.0.0.0 \
    # /OMERO may be shared by several containers; a process id is one container's.
    CONFIG_omero_web_pid__file=/tmp/django.pid \
    OMERO_WEB_RENDERED=/opt/omero/web/rendered
# A start with the same settings need not render them again.
RUN OMERODIR=/tmp/omero python -m omeroweb.cli.gunicorn /opt/omero/web/rendered
USER 1000:0
WORKDIR /OMERO
EXPOSE 4080
# Often until it is healthy, later every ten seconds: builder/health.py.
HEALTHCHECK --interval=0.4s --timeout=20s --start-period=120s --retries=3 \
    CMD ["python", "-m", "builder.health", "web", "--every", "10"]
ENTRYPOINT ["python", "-m", "omeroweb.cli.container"]
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
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* /var/www /etc/nginx/sites-* \
    && mkdir -p /opt/omero/web/config
COPY --from=build /opt/omero/nginx/venv /opt/omero/nginx/venv
COPY --from=build /opt/omero/web/static /opt/omero/web/static
COPY nginx/ /opt/omero/nginx/nginx/
COPY builder/ /opt/omero/nginx/builder/
COPY omeroweb/__init__.py omeroweb/errors.py /opt/omero/nginx/omeroweb/
COPY omeroweb/config/ /opt/omero/nginx/omeroweb/config/
COPY LICENSE nginx/nginx.omero site.omero* /opt/omero/
ENV PATH=/opt/omero/nginx/venv/bin:$PATH \
    PYTHONPATH=/opt/omero/nginx
# A read-only root file system keeps Python from writing compiled files at every start, and a start
# with the same settings need not render them again.
RUN python3 -m compileall -q /opt/omero/nginx/builder /opt/omero/nginx/nginx /opt/omero/nginx/omeroweb \
    && python -m nginx.entrypoint --render
USER 1000:0
WORKDIR /tmp
EXPOSE 8080 8443
# Often until it is healthy, later every ten seconds: builder/health.py.
HEALTHCHECK --interval=0.1s --timeout=20s --start-period=30s --retries=3 \
    CMD ["python", "-m", "builder.health", "nginx", "--every", "10"]
ENTRYPOINT ["python", "-m", "nginx.entrypoint"]
# Last, because a new revision makes every step after it anew.
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="omeroweb-nginx" \
      org.opencontainers.image.description="NGINX in front of OMERO.web, with its static files" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="BSD-2-Clause"

# --- formats: web, with readers of microscopes' own formats --------------------

# Below the others: the engine's classic builder does every stage above the one that is asked for.
FROM build AS readers
# In a folder of their own: the image has everything else already, and one more layer. CMake is
# there because pylibczirw names it; nothing calls it.
# buildkit: --mount=type=cache,target=/tmp/pip --mount=type=secret,id=pip.conf,target=/etc/pip.conf
RUN /build/tools/bin/python -m pip install -q --no-deps --require-hashes \
        --target /opt/omero/web/formats -r /build/requirements/formats.lock \
    && rm -rf /opt/omero/web/formats/cmake* /opt/omero/web/formats/bin \
    && /build/slim /opt/omero/web/formats

FROM web AS formats
COPY --from=readers /opt/omero/web/formats /opt/omero/web/formats
ENV PYTHONPATH=/opt/omero/web/formats
