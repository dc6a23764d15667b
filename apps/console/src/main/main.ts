import { app, protocol } from 'electron';
import { openApplication } from './application.ts';
import { pathInArguments, pathOfDeepLink } from './paths.ts';
import { declareAppScheme } from './protocol/app-protocol.ts';
import { guardPages } from './security.ts';

/** Until there is a window, the last link counts. */
let linked = pathInArguments(process.argv);
let goTo = (path: string): void => {
  linked = path;
};

if (app.requestSingleInstanceLock()) {
  // Started as root, as in a container, Chromium refuses its sandbox and says so by this switch.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareAppScheme(protocol);
  guardPages();
  // From a checkout the command would be Electron itself.
  if (app.isPackaged) app.setAsDefaultProtocolClient('marquee');
  app.on('open-url', (event, link) => {
    event.preventDefault();
    goTo(pathOfDeepLink(link) ?? '/');
  });
  let show = (): void => {};
  app.on('second-instance', (_event, args) => {
    const path = pathInArguments(args);
    show();
    if (path !== null) goTo(path);
  });
  void app.whenReady().then(() => {
    const application = openApplication({ here: __dirname, path: linked ?? '/' });
    goTo = application.goTo;
    show = application.show;
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
} else {
  // The first instance has heard of the arguments and goes there.
  app.quit();
}
