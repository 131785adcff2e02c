/** The rules of the house that a reader relies on: which way imports run, and how large a file may be. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

function filesUnder(folder: string, pattern: RegExp): string[] {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && pattern.test(entry.name))
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const sources = filesUnder('src', /\.ts$/);

/** The modules a file names in import, export … from, and import(). */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map(match => match[1]!);
}

/** A relative import as a path from the root; others as they are. */
function target(file: string, name: string): string {
  return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
}

/** The room of a file: `core`, `adapters`, `editor`, `cli`, `workers`, `protocol`, or `entry` for src/*.ts. */
function roomOf(file: string): string {
  const [, room, rest] = file.split('/');
  if (rest !== undefined) return room!;
  return room === 'cli.ts' ? 'cli' : room === 'extension.ts' ? 'extension' : 'entry';
}

const mayImport: Record<string, readonly string[]> = {
  core: ['core'],
  protocol: ['core', 'protocol'],
  adapters: ['adapters', 'core', 'protocol'],
  workers: ['workers', 'adapters', 'core', 'protocol'],
  cli: ['cli', 'adapters', 'core', 'protocol'],
  editor: ['editor', 'adapters', 'core', 'protocol'],
  extension: ['editor', 'adapters', 'core', 'protocol'],
};

/** What each folder of core may import of the others; all may import the files of core itself. */
const mayImportInCore: Record<string, readonly string[]> = {
  sql: ['schema'],
  schema: ['sql', 'dialect'],
  dialect: ['sql', 'schema'],
  verify: ['sql', 'schema', 'dialect'],
  sample: ['sql', 'schema', 'dialect'],
  optimize: ['sql', 'schema', 'dialect', 'verify'],
  evidence: ['sql', 'schema', 'dialect', 'verify', 'optimize'],
  prompt: ['sql', 'schema', 'dialect', 'optimize'],
  dataset: ['sql', 'schema', 'dialect', 'verify', 'optimize', 'prompt'],
  pipeline: ['sql', 'schema', 'dialect', 'verify', 'sample', 'optimize', 'prompt', 'dataset'],
};

function folderOfCore(file: string): string | undefined {
  const [, room, folder, rest] = file.split('/');
  return room === 'core' && rest !== undefined ? folder : undefined;
}

describe('layout', () => {
  it('finds sources to check', () => assert.ok(sources.length > 20));

  it('imports run one way: editor, cli, workers → adapters → core', () => {
    const wrong = sources.flatMap(file =>
      importsOf(file)
        .map(name => target(file, name))
        .filter(name => name.startsWith('src/'))
        .filter(name => !mayImport[roomOf(file)]?.includes(roomOf(name)))
        .map(name => `${file} → ${name}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('in core, the judge and the sample know nothing of the search, and only evidence knows all', () => {
    const wrong = sources.flatMap(file => {
      const own = folderOfCore(file);
      return importsOf(file)
        .map(name => target(file, name))
        .filter(name => {
          const other = folderOfCore(name);
          return own !== undefined && other !== undefined && other !== own
            ? !mayImportInCore[own]?.includes(other)
            : roomOf(file) === 'core' && own === undefined && other !== undefined;
        })
        .map(name => `${file} → ${name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('core runs in any JavaScript engine: no node modules', () => {
    const wrong = sources
      .filter(file => roomOf(file) === 'core')
      .flatMap(file =>
        importsOf(file)
          .filter(name => name.startsWith('node:'))
          .map(name => `${file} → ${name}`),
      );
    assert.deepEqual(wrong, []);
  });

  it('only the editor imports vscode', () => {
    const wrong = sources
      .filter(file => importsOf(file).includes('vscode'))
      .filter(file => !['editor', 'extension'].includes(roomOf(file)));
    assert.deepEqual(wrong, []);
  });

  it('adapters, and only they, load native or WebAssembly engines', () => {
    const wrong = sources
      .filter(file => importsOf(file).includes('sql.js'))
      .filter(file => roomOf(file) !== 'adapters');
    assert.deepEqual(wrong, []);
  });

  it('no file has more than 400 lines; the entry of the extension at most 100', () => {
    const code = [...sources, ...filesUnder('test', /\.(ts|mjs)$/), ...filesUnder('scripts', /\.mjs$/)];
    const tooLong = code
      .map(file => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > (file === 'src/extension.ts' ? 100 : 400));
    assert.deepEqual(tooLong, []);
  });

  it('no file is a catch-all', () => {
    assert.deepEqual(
      sources.filter(file => /(^|\/)(utils?|helpers?|common|misc|index)\.ts$/.test(file)),
      [],
    );
  });
});
