// Keeps the console's own files, so that it opens while its server cannot be reached. What the API answers never passes through here:
// reads are kept by the page itself, for one person, and sent with their rights. The build fills in the two constants.
const version = 'VERSION';
const files = ['FILES'];

const cacheName = `marquee-${version}`;
const page = '/';
const apiPath = /^\/(?:api|trpc|compat|docs|redoc|ws|health|metrics|openapi\.json)(?:\/|$)/;

addEventListener('install', (event) => event.waitUntil(keepFiles().then(() => skipWaiting())));
addEventListener('activate', (event) => event.waitUntil(forgetOldVersions().then(() => clients.claim())));
addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    // The server's page comes first, so that a new version is taken at the next load.
    if (!apiPath.test(url.pathname)) event.respondWith(firstOf(request, page));
  } else if (url.pathname.startsWith('/assets/')) {
    // Their names change with their content.
    event.respondWith(kept(request).then((response) => response ?? fetch(request)));
  } else if (files.includes(url.pathname)) {
    event.respondWith(firstOf(request, url.pathname));
  }
});

/** One file after another, so that whoever looks at the page comes first; what an earlier version kept is not fetched again. */
async function keepFiles() {
  const cache = await caches.open(cacheName);
  for (const file of files) {
    const before = file.startsWith('/assets/') ? await kept(file) : undefined;
    await cache.put(file, before ?? (await fetched(file)));
  }
  // Last, so that a page is kept only together with everything it loads.
  await cache.put(page, await fetched(page, { accept: 'text/html' }));
}

async function fetched(path, headers = {}) {
  const response = await fetch(path, { headers, cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  return response;
}

/** Two versions stay: windows that are open still load parts of the one before. */
async function forgetOldVersions() {
  const others = (await caches.keys()).filter((name) => name.startsWith('marquee-') && name !== cacheName);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

function kept(request) {
  return caches.match(request, { ignoreVary: true });
}

/** What the server answers; where it is not there, or only what stands before it, what was kept. */
async function firstOf(request, path) {
  const cache = await caches.open(cacheName);
  const fallback = () => cache.match(path, { ignoreVary: true });
  try {
    const response = await fetch(request);
    return response.status < 502 ? response : ((await fallback()) ?? response);
  } catch (error) {
    const response = await fallback();
    if (response === undefined) throw error;
    return response;
  }
}
