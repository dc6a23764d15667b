import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.layer.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { webPlatform } from './platform/web.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App platform={webPlatform()} />
  </StrictMode>,
);
