import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Settings that keep the workbench still: no welcome page, no network, no animation, no second side bar. */
export const QUIET_SETTINGS: Record<string, unknown> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.hotExit': 'off',
  'git.enabled': false,
  'chat.disableAIFeatures': true,
};

export interface ServerOptions {
  /** Folder to open; the server works on a copy of it, unless `inPlace` is set. */
  workspace: string;
  inPlace?: boolean;
  settings?: Record<string, unknown> | undefined;
  /** Packed extensions to install. */
  vsix?: string[];
  env?: Record<string, string> | undefined;
  /** Leaves Workspace Trust on, so that the folder opens in Restricted Mode. */
  untrusted?: boolean | undefined;
}

export interface Server {
  port: number;
  /** Private folder of this server; gone after `stop()` unless KEEP is set. */
  home: string;
  /** The folder that is open. */
  workspace: string;
  url: string;
  stop(): Promise<void>;
}

/** Environment variable that must be set: the tools come from scripts/setup-editor.mjs. */
export function tool(name: 'CODE_SERVER' | 'CODE_SERVER_NODE' | 'CHROMIUM'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run node scripts/setup-editor.mjs`);
  return value;
}

/** Creates the private folder of one editor: settings, an empty extensions folder, a copy of the workspace. */
export function makeHome(options: Pick<ServerOptions, 'workspace' | 'inPlace' | 'settings' | 'untrusted'>) {
  const home = mkdtempSync(path.join(tmpdir(), 'quill-editor-'));
  const data = path.join(home, 'data');
  const extensions = path.join(home, 'extensions');
  const workspace = options.inPlace
    ? options.workspace
    : path.join(home, 'workspaces', path.basename(options.workspace));
  mkdirSync(path.join(data, 'User'), { recursive: true });
  mkdirSync(extensions);
  if (!options.inPlace) cpSync(options.workspace, workspace, { recursive: true });
  const trust = { 'security.workspace.trust.enabled': options.untrusted === true };
  const settings = { ...QUIET_SETTINGS, ...trust, ...options.settings };
  writeFileSync(path.join(data, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  return { home, data, extensions, workspace };
}

/** Removes what `makeHome` made, unless the variable KEEP is set. */
export function removeHome(home: string): void {
  const { KEEP } = process.env;
  if (!KEEP) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts code-server (the real workbench with the real Node extension host) on a free port of loopback. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const node = tool('CODE_SERVER_NODE');
  const { home, data, extensions, workspace } = makeHome(options);
  const config = path.join(home, 'config.yaml');
  writeFileSync(config, 'auth: none\ncert: false\n'); // without it code-server writes one with a random password
  const entry = path.join(tool('CODE_SERVER'), 'out/node/entry.js');
  const base = [entry, '--config', config, '--user-data-dir', data, '--extensions-dir', extensions];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    // Set in any terminal of VS Code; code-server would pass the folder to that window and exit.
    VSCODE_IPC_HOOK_CLI: undefined,
    ...options.env,
  };
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME']) env[name] = path.join(home, 'xdg');
  const log = path.join(home, 'server.log');
  for (const file of options.vsix ?? [])
    await installExtension(node, [...base, '--install-extension', file, '--force'], env);

  const port = await freePort();
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const trust = options.untrusted ? [] : ['--disable-workspace-trust'];
  const address = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--ignore-last-opened'];
  const child = spawn(node, [...base, ...address, ...quiet, ...trust], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stream = createWriteStream(log);
  child.stdout.pipe(stream);
  child.stderr.pipe(stream);
  await healthy(child, port, log);
  return {
    port,
    home,
    workspace,
    url: `http://localhost:${port}/?folder=${encodeURIComponent(workspace)}`,
    async stop() {
      await endProcess(child);
      removeHome(home);
    },
  };
}

function installExtension(node: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        output += chunk;
      });
    child.once('exit', code =>
      code === 0 ? resolve() : reject(new Error(`code-server --install-extension exited ${code}: ${output}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function healthy(child: ChildProcess, port: number, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`code-server exited ${child.exitCode}, see ${log}`);
    const response = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`code-server did not answer within 60 s, see ${log}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Asks the process to end and kills it after five seconds. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}
