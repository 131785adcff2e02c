import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { developmentMode, startBrowser } from './browser.ts';
import { makeHome, removeHome, startServer } from './server.ts';
import { judge, type Outcome, readTally } from './tally.ts';

/** One run of mocha inside an extension host. Paths are absolute. */
export interface HostRun {
  name: string;
  /** Test bundles to load. */
  files: string[];
  /** The bundle of test/editor/index.ts. */
  runner: string;
  /** Extension folders in development mode. */
  extensions: string[];
  workspace: string;
  settings?: Record<string, unknown> | undefined;
  untrusted?: boolean | undefined;
  env?: Record<string, string> | undefined;
  /** Seconds. */
  limit?: number | undefined;
  grep?: string | undefined;
  /** Keeps mocha's report out of the output. */
  quiet?: boolean | undefined;
  /** Folder for tally, report, log and, after a run that died, a screenshot. */
  out: string;
}

interface Files {
  tally: string;
  report: string;
  log: string;
  shot: string;
}

/** Runs the suite in code-server's extension host. Prints mocha's report; the workbench's own log goes to a file. */
export async function runInCodeServer(run: HostRun): Promise<Outcome> {
  const files = prepare(run);
  const { workspace, settings, untrusted } = run;
  const server = await startServer({ workspace, settings, untrusted, env: hostEnvironment(run, files) });
  const log = createWriteStream(files.log);
  let browser: Awaited<ReturnType<typeof startBrowser>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let exitCode = -1;
  let failure: string | undefined;
  try {
    browser = await startBrowser(server);
    const { page } = browser;
    await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
      log.write(`${type} ${values.join(' ')}\n`);
    });
    const exited = new Promise<number>(resolve => page.exposeFunction('codeAutomationExit', resolve));
    await developmentMode(page, server, { extensions: run.extensions, tests: run.runner });
    await page.goto(server.url);
    const limit = run.limit ?? 120;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no end after ${limit} s`)), limit * 1000);
    });
    exitCode = await Promise.race([exited, late]);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    await browser?.page.screenshot({ path: files.shot }).catch(() => undefined);
  } finally {
    clearTimeout(timer);
    await browser?.browser.close();
    await server.stop();
    log.end();
  }
  return conclude(run, files, exitCode, failure);
}

/**
 * Runs the suite in desktop VS Code. `command` is the Electron executable with what must stand before it
 * (`xvfb-run -a` where there is no display).
 */
export async function runInDesktop(run: HostRun, command: string[]): Promise<Outcome> {
  const files = prepare(run);
  const { home, data, extensions, workspace } = makeHome(run);
  const log = createWriteStream(files.log);
  const [program = '', ...before] = command;
  const args = [
    ...before,
    workspace,
    ...run.extensions.map(folder => `--extensionDevelopmentPath=${folder}`),
    `--extensionTestsPath=${run.runner}`,
    `--user-data-dir=${data}`,
    `--extensions-dir=${extensions}`,
    ...['--disable-extensions', '--disable-updates', '--skip-welcome', '--skip-release-notes'],
    ...['--no-sandbox', '--disable-gpu', '--disable-gpu-sandbox'],
    ...(run.untrusted ? [] : ['--disable-workspace-trust']),
  ];
  // Set in terminals of VS Code: with them the executable talks to that window, or runs as plain Node.
  const outer = { VSCODE_IPC_HOOK_CLI: undefined, ELECTRON_RUN_AS_NODE: undefined };
  const env = { ...process.env, ...outer, ...hostEnvironment(run, files) };
  let failure: string | undefined;
  const exitCode = await new Promise<number>(resolve => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = run.limit ?? 120;
    const timer = setTimeout(() => {
      failure = `no end after ${limit} s`;
      child.kill('SIGKILL');
    }, limit * 1000);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('error', error => {
      failure = error.message;
      clearTimeout(timer);
      resolve(-1);
    });
    child.once('exit', code => {
      clearTimeout(timer);
      resolve(code ?? -1);
    });
  });
  log.end();
  removeHome(home);
  return conclude(run, files, exitCode, failure);
}

function prepare(run: HostRun): Files {
  mkdirSync(run.out, { recursive: true });
  const file = (extension: string) => path.join(run.out, `${run.name}.${extension}`);
  const files = {
    tally: file('tally.json'),
    report: file('report.txt'),
    log: file('log'),
    shot: file('png'),
  };
  for (const old of Object.values(files)) rmSync(old, { force: true });
  return files;
}

function hostEnvironment(run: HostRun, files: Files): Record<string, string> {
  return {
    ...run.env,
    TEST_FILES: JSON.stringify(run.files),
    TEST_TALLY: files.tally,
    TEST_REPORT: files.report,
    ...(run.grep ? { TEST_GREP: run.grep } : {}),
  };
}

function conclude(run: HostRun, files: Files, exitCode: number, failure: string | undefined): Outcome {
  if (!run.quiet && existsSync(files.report)) process.stdout.write(readFileSync(files.report, 'utf8'));
  const outcome = judge(exitCode, readTally(files.tally));
  if (failure) outcome.problem = `${failure}; ${outcome.problem ?? ''}`;
  if (outcome.problem) outcome.problem = `${run.name}: ${outcome.problem}, see ${files.log}`;
  return outcome;
}
