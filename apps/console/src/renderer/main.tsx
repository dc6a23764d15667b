import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.layer.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridgeOf } from './platform/bridge.ts';
import { webPlatform } from './platform/web.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const desktop = bridgeOf(window);
// What only the desktop shows is no part of a web page's first load.
const { Desktop } = desktop === null ? {} : await import('./desktop/desktop.tsx');
createRoot(root).render(
  <StrictMode>
    {desktop === null || Desktop === undefined ? <App platform={webPlatform()} /> : <Desktop bridge={desktop} />}
  </StrictMode>,
);
