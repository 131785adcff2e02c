// Finds or installs what the editor tests need where VS Code itself cannot be had: code-server (the real workbench
// and the real extension host), the Node 24 it runs on, and a Chromium to show it in.
//
//   node scripts/setup-editor.mjs            installs what is missing, prints the variables to export
//   node scripts/setup-editor.mjs --check    installs nothing
//
// CODE_SERVER (package folder), CODE_SERVER_NODE and CHROMIUM (executables) override what is found.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const CODE_SERVER_VERSION = '4.139.1';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** What code-server's native modules compile with: a command to look for, or null where only dpkg can tell. */
const BUILD_PACKAGES = {
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
  'pkg-config': 'pkg-config',
  'libkrb5-dev': null,
};

const self = fileURLToPath(import.meta.url);
const cacheRoot = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'quill-test');
const target = path.join(cacheRoot, `node${NODE_VERSION}-cs${CODE_SERVER_VERSION}`);

/** The full path of a command on PATH, or undefined. */
export function onPath(command) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map(folder => path.join(folder, command)).find(file => existsSync(file));
}

const nodeFolder = root =>
  path.join(root, 'node24/node_modules/node/node_modules', `node-${process.platform}-${process.arch}`);

function locate(browser) {
  const installed = existsSync(path.join(target, 'ok'));
  return {
    CODE_SERVER:
      process.env.CODE_SERVER ||
      (installed ? path.join(target, 'code-server/node_modules/code-server') : undefined),
    CODE_SERVER_NODE:
      process.env.CODE_SERVER_NODE || (installed ? path.join(nodeFolder(target), 'bin/node') : undefined),
    ...(browser ? { CHROMIUM: process.env.CHROMIUM || BROWSERS.map(onPath).find(Boolean) } : {}),
  };
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` exited ${status}`);
}

const hasDebianPackage = name =>
  spawnSync('dpkg', ['-s', name], { encoding: 'utf8' }).stdout?.includes('ok installed') ?? false;

function missingPackages(found) {
  const missing = 'CHROMIUM' in found && !found.CHROMIUM ? ['chromium'] : [];
  if (found.CODE_SERVER && found.CODE_SERVER_NODE) return missing;
  for (const [name, command] of Object.entries(BUILD_PACKAGES))
    if (!(command ? onPath(command) : hasDebianPackage(name))) missing.push(name);
  return missing;
}

function installDebianPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.error(`Installing ${names.join(', ')} with apt-get`);
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
}

/** What an inner npm may know of the outer one: how to reach the registry. */
const NPM_KEPT =
  /^npm_config_(registry|ca|cafile|strict_ssl|(https?_)?proxy|noproxy|cache|userconfig|globalconfig)$/i;

/**
 * The environment without the variables that `npm test` sets: they would have the inner npm install into this
 * repository (`local_prefix`) and believe in the outer Node version (`user_agent`).
 */
function npmEnvironment(extra) {
  const steers = name =>
    (/^npm_/i.test(name) && !NPM_KEPT.test(name)) || /^(INIT_CWD|NODE_ENV|NODE_OPTIONS)$/.test(name);
  const kept = Object.entries(process.env).filter(([name]) => !steers(name));
  return { ...Object.fromEntries(kept), ...extra };
}

function npmInstall(folder, spec, env) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--foreground-scripts', spec], {
    cwd: folder,
    env,
  });
}

/** Builds in a temporary sibling and renames: whoever finds the folder finds it whole. */
function installCodeServer() {
  if (existsSync(path.join(target, 'ok'))) return;
  const building = mkdtempSync(path.join(cacheRoot, 'building-'));
  try {
    console.error(
      `Installing Node ${NODE_VERSION} and code-server ${CODE_SERVER_VERSION} in ${target} (2-4 minutes)`,
    );
    npmInstall(path.join(building, 'node24'), `node@${NODE_VERSION}`, npmEnvironment({}));
    const node = nodeFolder(building);
    const env = npmEnvironment({
      PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}`,
      npm_config_nodedir: node, // native modules compile against these headers, whatever an npmrc says
    });
    npmInstall(path.join(building, 'code-server'), `code-server@${CODE_SERVER_VERSION}`, env);
    writeFileSync(path.join(building, 'ok'), '');
    rmSync(target, { recursive: true, force: true });
    renameSync(building, target);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/**
 * The tools of the editor tests: `{ env }` with CODE_SERVER, CODE_SERVER_NODE and CHROMIUM, or `{ missing }`, one
 * sentence that names what is not there. With `install` what can be installed is installed first; without `browser`
 * no Chromium is looked for.
 */
export function setUpEditor({ install = true, browser = true } = {}) {
  try {
    let found = locate(browser);
    const packages = missingPackages(found);
    const complete = () => Object.values(found).every(file => file && existsSync(file));
    if (!complete() && install) {
      const debian = process.platform === 'linux' && onPath('apt-get') && onPath('dpkg');
      if (packages.length > 0) {
        const names = packages.join(', ');
        if (!debian) return { missing: `install ${names} (only Debian-like Linux is set up by itself)` };
        if (process.getuid?.() !== 0)
          return { missing: `as root, run: apt-get install ${packages.join(' ')}` };
        installDebianPackages(packages);
      }
      if (!(found.CODE_SERVER && found.CODE_SERVER_NODE)) {
        if (process.platform !== 'linux')
          return {
            missing: 'set CODE_SERVER and CODE_SERVER_NODE (code-server is set up by itself on Linux only)',
          };
        mkdirSync(cacheRoot, { recursive: true });
        run('flock', [path.join(cacheRoot, 'lock'), process.execPath, self, '--locked']);
      }
      found = locate(browser);
    }
    if (complete()) return { env: found };
    const absent = Object.keys(found).filter(name => !(found[name] && existsSync(found[name])));
    return { missing: `not found: ${absent.join(', ')}; run node scripts/setup-editor.mjs` };
  } catch (error) {
    return { missing: `the set-up failed: ${error.message}` };
  }
}

if (process.argv[1] === self) {
  if (process.argv.includes('--locked')) installCodeServer();
  else {
    const { env, missing } = setUpEditor({ install: !process.argv.includes('--check') });
    if (missing) console.error(missing);
    else for (const [name, value] of Object.entries(env)) console.log(`export ${name}='${value}'`);
    process.exitCode = missing ? 1 : 0;
  }
}
