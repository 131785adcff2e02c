// The whole test run: `npm test`. Parts, in this order: check (types, lint), unit (plain Node), slurm (a cluster of
// this machine alone), package (what is in the VSIX), harness (that a broken editor run is seen), editor (mocha in the
// extension host), e2e (a person's steps in a browser, with the packed extension).
//
//   npm test                                   all parts
//   npm test -- unit editor                    these parts
//   npm test -- editor --suite main --grep x   one editor suite; tests whose titles match
//
// The last line is `N passed, N failed`, with `, N skipped` when something was skipped. A part whose tools are
// missing is skipped, and fails with CI=true. QUILL_VSCODE names a VS Code executable (Electron, not the `code`
// script) for the editor part; QUILL_VSCODE=code-server keeps it from looking for VS Code.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { suites } from '../test/editor/suites.ts';
import { findDesktop } from '../test/harness/desktop.ts';
import { buildTests, editorRun } from '../test/harness/editor-suite.ts';
import { runInCodeServer, runInDesktop } from '../test/harness/host-run.ts';
import { judge, readTally } from '../test/harness/tally.ts';
import { packageExtension } from './package.mjs';
import { onPath, setUpEditor } from './setup-editor.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, 'out');
const vsix = path.join(out, 'quill.vsix');
const inCI = /^(true|1)$/i.test(process.env.CI ?? '');
const PARTS = ['check', 'unit', 'slurm', 'package', 'harness', 'editor', 'e2e'];
const MINUTE = 60_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { suite: { type: 'string' }, grep: { type: 'string' } },
});
const unknown = positionals.filter(part => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. The parts are ${PARTS.join(', ')}.`);
  process.exit(2);
}
const wanted = part => positionals.length === 0 || positionals.includes(part);

const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];

function record(part, outcome, started) {
  for (const key of Object.keys(total)) total[key] += outcome[key];
  const skipped = outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : '';
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const problem = outcome.problem ? `  (${outcome.problem})` : '';
  summary.push(
    `${part.padEnd(18)} ${outcome.passed} passed, ${outcome.failed} failed${skipped}, ${seconds} s${problem}`,
  );
}

/** Runs a part; what it throws is a failure of the part. */
async function part(name, body) {
  console.log(`\n=== ${name} ===`);
  const started = Date.now();
  const outcome = await body().catch(error => ({ passed: 0, failed: 1, skipped: 0, problem: error.message }));
  record(name, outcome, started);
  return outcome.failed === 0;
}

/** Exit code of a Node program run in the repository; killed after `limit` ms. */
function node(args, { env = {}, limit = 20 * MINUTE } = {}) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (signal) console.error(`ended by ${signal}`);
      resolve(code ?? -1);
    });
  });
}

async function mocha(pattern, env = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'quill-tally-'));
  const tally = path.join(folder, 'tally.json');
  const grep = options.grep ? ['--grep', options.grep] : [];
  const reporter = ['--reporter', './test/harness/reporter.ts'];
  const args = ['node_modules/mocha/bin/mocha.js', '--import=tsx', ...reporter, ...grep, pattern];
  const code = await node(args, { env: { ...env, TEST_TALLY: tally } });
  const outcome = judge(code, readTally(tally));
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

/** Daemons are in folders that only root has on its PATH. */
const findTool = command =>
  onPath(command) ?? ['/usr/sbin', '/usr/local/sbin'].find(folder => existsSync(path.join(folder, command)));

async function check() {
  const results = {
    types: await node(['node_modules/typescript/bin/tsc', '-p', '.']),
    lint: await node(['node_modules/@biomejs/biome/bin/biome', 'check', '.', '--diagnostic-level=warn']),
  };
  const failed = Object.keys(results).filter(name => results[name] !== 0);
  const problem = failed.length > 0 ? { problem: `failed: ${failed.join(', ')}` } : {};
  return { passed: 2 - failed.length, failed: failed.length, skipped: 0, ...problem };
}

/** The outcome of a part whose tools are missing. */
function missingTools(reason, count) {
  const problem = `not run: ${reason}`;
  return inCI
    ? { passed: 0, failed: 1, skipped: 0, problem }
    : { passed: 0, failed: 0, skipped: count, problem };
}

if (wanted('check')) await part('check', check);
if (wanted('unit')) await part('unit', () => mocha('test/unit/**/*.test.ts'));
if (wanted('slurm')) {
  const missing = ['sbatch', 'slurmctld', 'slurmd', 'munged'].filter(command => !findTool(command));
  const reason = `${missing.join(', ')} not found; apt-get install slurm-wlm munge`;
  await part('slurm', async () =>
    missing.length > 0 ? missingTools(reason, 1) : mocha('test/slurm/*.test.ts'),
  );
}

const needsEditor = ['harness', 'editor', 'e2e'].some(wanted);
let built = true;
if (needsEditor || wanted('package')) {
  const started = Date.now();
  console.log('\n=== build ===');
  try {
    packageExtension(vsix);
    await buildTests();
  } catch (error) {
    built = false;
    record('build', { passed: 0, failed: 1, skipped: 0, problem: error.message }, started);
  }
}

if (built && wanted('package'))
  await part('package', () => mocha('test/package/*.test.ts', { QUILL_VSIX: vsix }));

if (built && needsEditor) {
  const tools = setUpEditor();
  Object.assign(process.env, tools.env);
  const desktop = wanted('editor') ? await findDesktop() : undefined;

  if (wanted('harness')) await part('harness', () => mocha('test/harness/*.test.ts'));
  if (wanted('editor')) {
    const selected = suites.filter(suite => !options.suite || suite.name === options.suite);
    if (selected.length === 0) await part('editor', async () => judge(0, undefined));
    for (const suite of selected) {
      const run = editorRun(suite, options.grep);
      const name = `editor ${suite.name}`;
      if (desktop) await part(name, () => runInDesktop(run, desktop));
      else if (tools.env) await part(name, () => runInCodeServer(run));
      else await part(name, async () => missingTools(tools.missing, 1));
    }
  }
  if (wanted('e2e')) {
    const steps = () => mocha('test/e2e/scenarios/*.e2e.ts', { QUILL_VSIX: vsix });
    await part(
      'e2e',
      tools.env
        ? steps
        : async () => missingTools(tools.missing, readdirSync(path.join(root, 'test/e2e/scenarios')).length),
    );
  }
}

console.log(`\n${summary.join('\n')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
