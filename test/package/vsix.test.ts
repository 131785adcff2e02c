import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { zipEntries } from './zip.ts';

/** Everything that may be in the package; `extension/` holds the extension itself. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt)$/i,
  /^extension\/dist\/(?!.*\.map$)/,
  /^extension\/media\//,
  /^extension\/schemas\/[a-z0-9-]+\.sql$/,
];

describe('quill.vsix', () => {
  const { QUILL_VSIX = 'out/quill.vsix' } = process.env;
  const entries = zipEntries(readFileSync(QUILL_VSIX));
  const files = entries.map(entry => entry.name);

  it('has nothing but the bundles, the media, the schemas and the four documents', () => {
    const strangers = files.filter(file => !ALLOWED.some(pattern => pattern.test(file)));
    assert.deepEqual(strangers, []);
  });

  it('has no sources, tests or maps', () => {
    const sources = files.filter(file => /\.(ts|map)$|\/(src|test|node_modules|scripts)\//.test(file));
    assert.deepEqual(sources, []);
  });

  it('has the entry point that its manifest names', () => {
    const { main } = JSON.parse(readFileSync('package.json', 'utf8'));
    const entry = `extension/${main.replace(/^\.\//, '')}`;
    assert.ok(files.includes(entry), `${entry} is among ${files.join(', ')}`);
  });

  it('has the WebAssembly of the database', () => {
    assert.ok(files.includes('extension/dist/sql-wasm.wasm'));
  });

  it('has the schemas that come with Quill', () => {
    const schemas = readdirSync('schemas').map(file => `extension/schemas/${file}`);
    assert.deepEqual(files.filter(file => file.startsWith('extension/schemas/')).sort(), schemas.sort());
  });

  it('stays under 10 MB', () => {
    const bytes = entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
    assert.ok(bytes > 100_000 && bytes < 10_000_000, `${bytes} bytes`);
  });
});
