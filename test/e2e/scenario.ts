import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startBrowser } from '../harness/browser.ts';
import { type Server, startServer } from '../harness/server.ts';
import { Workbench } from './workbench.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const shots = path.join(root, 'test/e2e/shots');

export interface ScenarioOptions {
  /** A folder in the repository; the editor opens a copy of it. Default: test/workspace. */
  workspace?: string;
  settings?: Record<string, unknown>;
  /** Opens the workspace in Restricted Mode. */
  untrusted?: boolean;
  /** Variables for the extension host. */
  env?: Record<string, string>;
}

/** What the steps of a scenario share. */
export interface Stage {
  page: Page;
  workbench: Workbench;
  /** The copy of the workspace that the editor has open. */
  workspace: string;
  /** Saves test/e2e/shots/<scenario>-<name>.png. */
  shot(name: string): Promise<void>;
}

export type DefineStep = (title: string, act: (stage: Stage) => Promise<void>) => void;

/**
 * One scenario: a person's steps in a fresh editor with the packed extension (the file in QUILL_VSIX) installed.
 * Steps run in order; after one that failed the others are skipped, and a picture shows where it stood.
 */
export function scenario(title: string, options: ScenarioOptions, define: (step: DefineStep) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    let server: Server | undefined;
    let close: (() => Promise<void>) | undefined;
    let stage: Stage | undefined;
    let failed = false;

    before(async () => {
      const { QUILL_VSIX } = process.env;
      if (!QUILL_VSIX) throw new Error('QUILL_VSIX is not set; run npm run test:e2e');
      const { settings, untrusted, env } = options;
      const workspace = path.join(root, options.workspace ?? 'test/workspace');
      server = await startServer({ workspace, settings, untrusted, env, vsix: [QUILL_VSIX] });
      const { browser, page } = await startBrowser(server);
      close = () => browser.close();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', error => console.error(`      page error: ${error.message}`));
      stage = {
        page,
        workbench: new Workbench(page),
        workspace: server.workspace,
        shot: takeShots(page, slug),
      };
      await page.goto(server.url);
      await stage.workbench.started();
    });

    after(async () => {
      await close?.();
      await server?.stop();
    });

    define((name, act) => {
      it(name, async function () {
        if (failed || !stage) this.skip();
        try {
          await act(stage);
        } catch (error) {
          failed = true;
          await stage.shot('failure').catch(() => undefined);
          throw error;
        }
      });
    });
  });
}

function takeShots(page: Page, slug: string): Stage['shot'] {
  mkdirSync(shots, { recursive: true });
  rmSync(path.join(shots, `${slug}-failure.png`), { force: true });
  return async name => {
    await page.waitForTimeout(400); // toasts and the palette fade in even with reduced motion
    await page.screenshot({ path: path.join(shots, `${slug}-${name}.png`) });
  };
}
