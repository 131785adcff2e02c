// Builds and packs quill.vsix (or the file named as the argument). What goes in is the allow-list in .vscodeignore.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Packs the extension into `file`; `dist/` is emptied and built minified first. Throws when a step fails. */
export function packageExtension(file) {
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  const step = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  step('scripts/build.mjs', '--minify');
  step(
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  packageExtension(path.resolve(process.argv[2] ?? path.join(root, 'quill.vsix')));
