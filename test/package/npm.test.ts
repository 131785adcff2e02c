import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Everything that may be in it; npm versions differ in whether they add the `main` of the extension. */
const ALLOWED = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(cli\.cjs|extension\.cjs|sql-worker\.cjs|sql-wasm\.wasm)$/,
  /^schemas\/[a-z0-9-]+\.sql$/,
  /^docs\/[a-z]+\.md$/,
  /^scripts\/generate\.sbatch$/,
];

describe('the npm package', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'quill-npm-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (command: string, args: readonly string[], cwd = '.'): string =>
    execFileSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });

  it('has what the command line needs and nothing else, and works where it is installed without a network', () => {
    const packed = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
    // An object by the package's name, in newer versions of npm.
    const [{ files }] = Object.values<{ files: { path: string }[] }>(JSON.parse(packed)) as [
      { files: { path: string }[] },
    ];
    const names = files.map(file => file.path);
    assert.deepEqual(
      names.filter(name => !ALLOWED.some(pattern => pattern.test(name))),
      [],
    );
    const schemas = readdirSync('schemas').map(file => `schemas/${file}`);
    assert.deepEqual(names.filter(name => name.startsWith('schemas/')).sort(), schemas.sort());
    assert.ok(names.includes('scripts/generate.sbatch') && names.includes('docs/shards.md'));

    const place = path.join(folder, 'elsewhere');
    const [tarball] = readdirSync(folder).filter(name => name.endsWith('.tgz'));
    run('npm', [
      'install',
      '--prefix',
      place,
      '--offline',
      '--ignore-scripts',
      path.join(folder, tarball ?? ''),
    ]);
    assert.deepEqual(
      readdirSync(path.join(place, 'node_modules')).filter(name => !name.startsWith('.')),
      ['quill-sql'],
    );
    const quill = (...args: string[]): string =>
      run(path.join(place, 'node_modules/.bin/quill'), args, place);
    assert.match(quill('--help'), /generate \[options\]/);
    quill('sample-db', 'shop.sqlite');
    assert.ok(existsSync(path.join(place, 'shop.sqlite')));
    writeFileSync(path.join(place, 's.sql'), 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);');
    writeFileSync(path.join(place, 'a.sql'), 'SELECT a FROM t WHERE id = 1 OR id = 2');
    writeFileSync(path.join(place, 'b.sql'), 'SELECT a FROM t WHERE id IN (1, 2)');
    assert.match(quill('verify', '--schema', 's.sql', 'a.sql', 'b.sql', '--databases', '50'), /^Survived/);
    assert.match(quill('generate', '--help'), /slow queries/);
  });
});
