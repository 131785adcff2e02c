import { setMaxListeners } from 'node:events';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { whyNotWritten } from '../adapters/files/write-errors.ts';
import { shippedSchemas } from '../adapters/pipeline/schema-library.ts';
import { loadSqliteEngine } from '../adapters/sqlite/engine.ts';
import { SqlPool } from '../adapters/sqlite/sql-pool.ts';
import { QuillError } from '../core/errors.ts';
import { calledAs } from './called-as.ts';
import { datasetCommand } from './dataset/dataset.ts';
import { CANCELLED, DONE, exitCodeOf, USAGE } from './exit-codes.ts';
import { generateCommand } from './generate/generate.ts';
import { helpText } from './help-text.ts';
import { optimizeCommand } from './optimize.ts';
import { sampleDbCommand } from './sample-db.ts';
import type { Session } from './session.ts';
import { forTerminal } from './terminal-text.ts';
import { verifyCommand } from './verify.ts';

const about =
  'Makes SQL faster and proves it: rewrites and indexes, judged by running both queries on real databases.';
const footer = (called: string): string => `
Exit codes: 0 done, 1 a check asked for failed (refuted), 2 bad usage or input,
            3 a database could not be used, 130 cancelled.

Run ${called} COMMAND --help for the options and examples of a command.${called === 'quill' ? '' : ` Examples write quill for ${called}.`}`;

/** Runs one command; returns the exit code. `distFolder` holds the SQL worker and SQLite; the schemas lie beside it. */
export async function main(args: readonly string[], distFolder: string): Promise<number> {
  const interrupts = new AbortController();
  // Every job listens to it, and a batch has many.
  setMaxListeners(0, interrupts.signal);
  const cancel = (): void => {
    if (interrupts.signal.aborted) process.exit(CANCELLED);
    interrupts.abort();
  };
  // A terminal that closes may say so more than once, and a scheduler both to the shell, which passes it on, and to us:
  // that must not cut the first stop short.
  const stop = (): void => interrupts.abort();
  process.on('SIGINT', cancel).on('SIGTERM', stop).on('SIGHUP', stop);
  // Whoever reads our output may stop reading, as `head` does.
  process.stdout.on('error', error => {
    if ('code' in error && error.code === 'EPIPE') process.exit(DONE);
    process.stderr.write(`quill: The answer could not be written: ${whyNotWritten(error)}.\n`);
    process.exit(USAGE);
  });
  process.stderr.on('error', () => {});
  const pools: SqlPool[] = [];
  const session: Session = {
    signal: interrupts.signal,
    exitCode: DONE,
    engine: () => loadSqliteEngine(path.join(distFolder, 'sql-wasm.wasm')),
    shippedSchemas: () => shippedSchemas(path.join(distFolder, '..', 'schemas')),
    openPool: options => {
      const pool = new SqlPool({ distFolder, ...options });
      pools.push(pool);
      return pool;
    },
    tell: message => process.stderr.write(`${forTerminal(message)}\n`),
  };
  try {
    await program(session).parseAsync([...args], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    return report(error, session);
  } finally {
    await Promise.all(pools.map(pool => pool.dispose()));
    // The others stay until the process has ended: a signal that comes late must not make a clean end look like a kill.
    process.off('SIGINT', cancel);
  }
}

function program(session: Session): Command {
  const called = calledAs();
  const quill = new Command('quill')
    .description(about)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', helpText(footer(called)))
    .showHelpAfterError(`(${called} --help lists commands and options)`);
  for (const command of [
    optimizeCommand(session),
    verifyCommand(session),
    sampleDbCommand(session),
    generateCommand(session),
    datasetCommand(session),
  ])
    quill.addCommand(command.copyInheritedSettings(quill));
  const throwing = (command: Command): void => {
    command.exitOverride();
    for (const child of command.commands) throwing(child.copyInheritedSettings(command));
  };
  throwing(quill);
  return quill;
}

function report(error: unknown, session: Session): number {
  // Commander has printed its message or the help already.
  if (error instanceof CommanderError)
    return ['commander.helpDisplayed', 'commander.version'].includes(error.code) ? DONE : USAGE;
  if (session.signal.aborted) {
    session.tell('quill: cancelled');
    return CANCELLED;
  }
  if (error instanceof QuillError) {
    session.tell(`quill: ${error.message}`);
    return exitCodeOf(error.reason);
  }
  session.tell(`quill: an error of Quill's own: ${error instanceof Error ? error.stack : String(error)}`);
  return exitCodeOf('internal');
}
