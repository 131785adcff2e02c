// Bundles every entry point into dist/. `--watch` rebuilds on change.
import { chmodSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const entries = {
  extension: 'src/extension.ts',
  cli: 'src/cli.ts',
  'sql-worker': 'src/workers/sql-worker.ts',
};
const options = {
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file))),
  ),
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  sourcemap: true,
  minify: process.argv.includes('--minify'),
  logLevel: 'warning',
};

mkdirSync(path.join(root, 'dist'), { recursive: true });
const sqlJs = path.dirname(createRequire(import.meta.url).resolve('sql.js'));
cpSync(path.join(sqlJs, 'sql-wasm.wasm'), path.join(root, 'dist/sql-wasm.wasm'));

if (process.argv.includes('--watch')) await (await esbuild.context(options)).watch();
else await esbuild.build(options);
if (existsSync(path.join(root, 'dist/cli.cjs'))) chmodSync(path.join(root, 'dist/cli.cjs'), 0o755);
