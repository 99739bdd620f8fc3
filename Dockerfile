# Two stages: the first compiles the package, the second holds only what runs.
FROM node:24-slim AS build
WORKDIR /build
# What is installed changes less often than the sources: this layer is kept between two builds.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The same tarball that npm pack gives anybody.
RUN npm pack --pack-destination /package

FROM node:24-slim
# whook needs no right but that to its own data folder.
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build /package/whook-*.tgz whook.tgz
# The image has its Node: the optional one is left out.
RUN npm install --omit=dev --omit=optional --no-audit --no-fund ./whook.tgz && rm whook.tgz
USER node
# Beside the proxy's address, so that only the proxy, in the same network, reaches it.
ENV WHOOK_HOST=0.0.0.0 \
    PORT=8080 \
    WHOOK_DATA_DIR=/data \
    WHOOK_ACCOUNTS=/data/accounts.json \
    WHOOK_NOTIFICATIONS=/data/notifications.json \
    PATH=/app/node_modules/.bin:$PATH
VOLUME /data
# One process, as its own number one: docker stop lets running orders end.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["whook", "start"]
