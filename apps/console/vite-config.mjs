import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';

const here = fileURLToPath(new URL('.', import.meta.url));

/** How the renderer is bundled, for the web and for the desktop alike. */
export function rendererConfig(outDir) {
  return {
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), earlyPage],
    build: {
      outDir,
      emptyOutDir: true,
      // The oldest Electron that is supported, and the browsers of its time.
      target: ['chrome108', 'safari16.4', 'firefox115'],
      // Inlined files would need data: in the content security policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      modulePreload: { polyfill: false },
      manifest: 'manifest.json',
      rolldownOptions: { output: { codeSplitting: { groups } } },
    },
  };
}

const stylesheet = / *<link rel="stylesheet"[^>]*>\n/g;

/** The page paints its frame without waiting for styles, and asks for what every screen is made of with the entry, not after it. */
const earlyPage = {
  name: 'early-page',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const kit = Object.keys(bundle ?? {}).find((file) => /^assets\/kit-.*\.js$/.test(file));
      if (kit === undefined) return html;
      const styles = html.match(stylesheet)?.join('') ?? '';
      return html
        .replaceAll(stylesheet, '')
        .replace('</body>', `${styles.trimEnd()}\n  </body>`)
        .replace('</head>', `  <link rel="modulepreload" crossorigin href="/${kit}">\n  </head>`);
    },
  },
};

function isKit(id) {
  return /[\\/]renderer[\\/](?!ui[\\/]forms[\\/]form)|@mantine|lucide-react/.test(id);
}

// Left alone, the bundler makes a file of every part that two screens share: the first screen was 70 of them, asked for six at a time.
const groups = [
  { name: 'vendor', tags: ['$initial'], test: /[\\/]node_modules[\\/]/, priority: 3 },
  { name: 'shell', tags: ['$initial'], test: /[\\/](?!main\.tsx)[^\\/]+\.(?:tsx?|css)$/, priority: 2 },
  // What most screens are made of comes with the first of them; forms, with the schemas that check them, with the first form.
  { name: 'kit', test: isKit, minShareCount: 20, priority: 1 },
];
