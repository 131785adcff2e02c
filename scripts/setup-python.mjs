// Finds or installs the Python that opens exported datasets in the tests: a virtual environment with `datasets` and
// `pyarrow`, about 360 MB and a quarter of a minute.
//
//   node scripts/setup-python.mjs            installs what is missing, prints the variable to export
//   node scripts/setup-python.mjs --check    installs nothing
//
// QUILL_PYTHON (an executable that has both) overrides what is found.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { onPath } from './setup-editor.mjs';

const UV = 'uv==0.13.9';
const PACKAGES = ['datasets==5.2.0', 'pyarrow==26.0.1'];

const cacheRoot = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'quill-test');
const target = path.join(cacheRoot, `python-${PACKAGES.join('-').replaceAll('==', '')}`);
const bin = path.join(target, process.platform === 'win32' ? 'Scripts' : 'bin');
const python = path.join(bin, process.platform === 'win32' ? 'python.exe' : 'python');

function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], env, timeout: 300_000 });
  if (error) throw error;
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` exited ${status}`);
}

function installDebianPackages() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], env);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3', 'python3-venv'], env);
}

function createEnvironment() {
  const create = () => run('python3', ['-m', 'venv', '--clear', target]);
  const isDebian = process.platform === 'linux' && onPath('apt-get') && process.getuid?.() === 0;
  try {
    create();
  } catch (error) {
    if (!isDebian) throw error;
    installDebianPackages();
    create();
  }
}

/** Throws when it cannot be installed, as without a network. */
function install() {
  mkdirSync(cacheRoot, { recursive: true });
  console.error(`Installing ${PACKAGES.join(', ')} in ${target}`);
  try {
    createEnvironment();
    run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', UV]);
    run(path.join(bin, 'uv'), ['pip', 'install', '-q', '--python', python, ...PACKAGES]);
    writeFileSync(path.join(target, 'ok'), '');
  } catch (error) {
    rmSync(target, { recursive: true, force: true });
    throw error;
  }
}

/** `{ python }`, an executable with the packages, or `{ missing }`, one sentence that says what is not there. */
function setUpPython({ mayInstall }) {
  if (process.env.QUILL_PYTHON) return { python: process.env.QUILL_PYTHON };
  if (existsSync(path.join(target, 'ok'))) return { python };
  if (!mayInstall) return { missing: 'no Python with datasets; run node scripts/setup-python.mjs' };
  try {
    install();
    return { python };
  } catch (error) {
    return { missing: `the set-up of Python failed: ${error.message}` };
  }
}

const { python: found, missing } = setUpPython({ mayInstall: !process.argv.includes('--check') });
if (missing) console.error(missing);
else console.log(`export QUILL_PYTHON='${found}'`);
process.exitCode = missing ? 1 : 0;
