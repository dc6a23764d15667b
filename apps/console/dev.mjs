// The console with its modules replaced as they are saved, before a server that `npm start` runs:
//   node apps/console/dev.mjs [http://127.0.0.1:4000]
import { createServer } from 'vite';
import { rendererConfig } from './vite-config.mjs';

const target = process.argv[2] ?? 'http://127.0.0.1:4000';

// Sessions by cookie are for the server's own pages: through the proxy this page is one.
const proxied = { target, changeOrigin: true, headers: { origin: new URL(target).origin } };
const server = await createServer({
  ...rendererConfig('dist'),
  logLevel: 'info',
  server: { port: 5173, proxy: { '/trpc': proxied, '/api': proxied, '/docs': proxied, '/redoc': proxied } },
});
await server.listen();
server.printUrls();
