FROM node:20-bookworm-slim AS build
WORKDIR /app
# ssh2's native binding wants a compiler; the image that runs has none.
RUN apt-get update && apt-get install -y --no-install-recommends g++ make python3 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json nest-cli.json ./
COPY scripts scripts
COPY src src
COPY migrations migrations
COPY test test
RUN npm run build && rm -rf dist/test && npm prune --omit=dev --omit=optional

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080 60022
# `npm start` would build first; the image holds the build.
CMD ["node", "--max-semi-space-size=64", "dist/src/main.js"]
