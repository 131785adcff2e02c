import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Server, tool } from './server.ts';

/** A headless Chromium with a fresh profile in the server's home. */
export async function startBrowser(server: Server): Promise<{ browser: BrowserContext; page: Page }> {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  const browser = await chromium.launchPersistentContext(path.join(server.home, 'chromium'), {
    executablePath: tool('CHROMIUM'),
    headless: true,
    viewport: { width: 1280, height: 800 },
    env: { ...process.env, HOME: server.home },
    args: ['--disable-gpu', '--disable-quic', ...quiet],
  });
  return { browser, page: browser.pages()[0] ?? (await browser.newPage()) };
}

/**
 * Puts the page's workbench into extension development mode, by rewriting the configuration in the served page:
 * loads `extensions` (folders) and, with `tests`, calls that file's `run()` in the extension host.
 */
export async function developmentMode(
  page: Page,
  server: Server,
  development: { extensions: string[]; tests?: string },
): Promise<void> {
  const authority = `localhost:${server.port}`;
  const uri = (file: string) => ({ $mid: 1, scheme: 'vscode-remote', authority, path: file });
  // A page served by interception has no address space: without this permission its WebSockets close with 1006.
  await page.context().grantPermissions(['local-network-access'], { origin: `http://${authority}` });
  await page.route(
    url => url.host === authority && url.pathname === '/',
    async route => {
      const response = await route.fetch();
      const body = (await response.text()).replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
        (_, head: string, data: string) => {
          const config = JSON.parse(data.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
          config.developmentOptions = {
            ...config.developmentOptions,
            extensions: development.extensions.map(uri),
            ...(development.tests ? { extensionTestsPath: uri(development.tests) } : {}),
          };
          return `${head}${JSON.stringify(config).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
        },
      );
      await route.fulfill({ response, body });
    },
  );
}
