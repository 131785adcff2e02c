/** What the pages of the repository point at is there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const pages = [...readdirSync(root).filter(name => name.endsWith('.md')), 'test/README.md'];

/** The targets of links and pictures, in Markdown and in HTML, that lie in the repository. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  const found = [...prose.matchAll(/\]\(<?([^)\s>]+)|\b(?:src|href)="([^"]+)"/g)];
  return found
    .map(([, markdown, html]) => decodeURI(markdown ?? html ?? ''))
    .filter(link => !/^(?:[a-z][a-z\d+.-]*:|#|\/\/)/i.test(link));
}

/** Files under src/, test/ and the like that a page names in backquotes; those with a wildcard are left out. */
function pathsOf(text: string): string[] {
  return [...text.matchAll(/`((?:src|test|bench|scripts|schemas|media|docs)\/[\w./-]+)`/g)].map(
    ([, name]) => name!,
  );
}

describe('pages', () => {
  for (const page of pages) {
    const text = readFileSync(path.join(root, page), 'utf8');
    it(`${page} links to files that exist`, () => {
      for (const link of linksOf(text)) {
        const file = path.join(root, path.dirname(page), link.replace(/[#?].*$/, ''));
        assert.ok(existsSync(file), `${page} links to ${link}, which does not exist`);
      }
    });

    it(`${page} names files that exist`, () => {
      for (const name of pathsOf(text))
        assert.ok(existsSync(path.join(root, name)), `${page} names ${name}, which does not exist`);
    });
  }

  it('are read as they are written', () => {
    assert.deepEqual(
      linksOf('![a](docs/a.png) [b](b.md#c) [d](https://e.f) [g](#h) `[i](j)` <img src="k.png"> [l](<m.md>)'),
      ['docs/a.png', 'b.md#c', 'k.png', 'm.md'],
    );
    assert.deepEqual(pathsOf('`src/a.ts` and `src/core/b*.ts`'), ['src/a.ts']);
  });
});
