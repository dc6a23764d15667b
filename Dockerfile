# One image for serve, worker and migrate: docker run … <verb>. See docs/deploy.md.
FROM node:24-bookworm-slim AS build
WORKDIR /build
# The Temporal SDK's native part and npm both need the system's certificates.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tini && rm -rf /var/lib/apt/lists/* \
  && mkdir /data && chown node:node /data
COPY --from=build /build/dist /app
WORKDIR /app
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 MARQUEE_DATA=/data
VOLUME /data
EXPOSE 4000
# tini passes SIGTERM on and collects what a killed process leaves.
ENTRYPOINT ["tini", "--", "node", "--enable-source-maps", "main.js"]
CMD ["serve"]
