# syntax=docker/dockerfile:1
# Earshot in a container. docs/self-hosting.md says how to run it. test/container.test.ts carries out these very steps.

FROM node:26-bookworm-slim AS build
WORKDIR /earshot
ENV NODE_ENV=production
# First what changes rarely, so that a changed source installs nothing anew.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# This image has a Node, so the one that npm brings for other machines goes. So does a compiler that a library may use.
RUN rm -rf node_modules/node-* node_modules/.bin/node node_modules/typescript node_modules/@typescript
COPY tsconfig.json ./
COPY bin bin
COPY protocol protocol
COPY client client
COPY web web
COPY server server
# Builds the page, and keeps the compiled sources for a quick start.
RUN node bin/build-page.js

FROM node:26-bookworm-slim
WORKDIR /earshot
ENV NODE_ENV=production HOST=0.0.0.0 EARSHOT_DATA=/data
COPY --from=build /earshot ./
RUN mkdir /data /files && chown node:node /data /files
USER node
VOLUME /data
EXPOSE 5050
# Node itself is the first process, so it gets the SIGTERM of `docker stop`, and ends within ten seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "bin/is-ready.js"]
CMD ["node", "bin/earshot.js"]
