import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';

const here = fileURLToPath(new URL('.', import.meta.url));

/** How the renderer is bundled, for the web and for the desktop alike. */
export function rendererConfig(outDir) {
  return {
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
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
    },
  };
}
