import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type EditorSuite, suites } from '../editor/suites.ts';
import type { HostRun } from './host-run.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bundles = path.join(root, 'out/test');

/** Bundles the runner and every suite of test/editor (and `extra` entry points) into out/test/, emptied first. */
export async function buildTests(): Promise<void> {
  rmSync(bundles, { recursive: true, force: true });
  await bundle(['test/editor/index.ts', ...testFiles().map(file => `test/editor/${file}`)], bundles);
}

/** Bundles entry points (relative to the repository) for the extension host: CommonJS, `vscode` and mocha external. */
export async function bundle(entryPoints: string[], outdir: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outbase: 'test',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** The run that a suite of the table stands for. */
export function editorRun(suite: EditorSuite, grep?: string): HostRun {
  const named = new Set(suites.flatMap(other => other.files ?? []));
  const files = suite.files ?? testFiles().filter(file => !named.has(file));
  const { name, settings, untrusted, env, limit } = suite;
  return {
    name,
    files: files.map(file => path.join(bundles, 'editor', file.replace(/\.ts$/, '.cjs'))),
    runner: path.join(bundles, 'editor/index.cjs'),
    extensions: [root, ...(suite.extensions ?? []).map(folder => path.join(root, folder))],
    workspace: path.join(root, suite.workspace ?? 'test/workspace'),
    settings,
    untrusted,
    env,
    limit,
    grep,
    out: path.join(root, 'out/editor'),
  };
}

const testFiles = () => readdirSync(path.join(root, 'test/editor')).filter(file => file.endsWith('.test.ts'));
