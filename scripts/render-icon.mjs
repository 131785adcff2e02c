// Renders media/icon.svg to the PNG that the extension's page shows. Needs a Chromium (variable CHROMIUM or on PATH).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { setUpEditor } from './setup-editor.mjs';

const media = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../media');
const { env, missing } = setUpEditor({ install: false });
const executablePath = process.env.CHROMIUM ?? env?.CHROMIUM;
if (!executablePath) throw new Error(missing ?? 'no Chromium was found');
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
const svg = readFileSync(path.join(media, 'icon.svg'), 'utf8');
await page.setContent(`<body style="margin:0">${svg}</body>`);
await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true });
await browser.close();
