import * as vscode from 'vscode';
import { type Failure, failureOf, tellFailure } from './report-error.ts';

/** A command: what it returns is an answer to whoever ran it by name. */
export type Command<Args extends readonly unknown[] = readonly unknown[]> = (...args: Args) => unknown;

/** Registers commands by name; an error becomes one sentence on the screen and a `Failure` for the caller. */
export function registerCommands(
  log: vscode.LogOutputChannel,
  commands: Readonly<Record<string, Command>>,
): vscode.Disposable[] {
  return Object.entries(commands).map(([name, command]) =>
    vscode.commands.registerCommand(name, async (...args: unknown[]): Promise<unknown> => {
      try {
        return await command(...args);
      } catch (error) {
        const failure: Failure = failureOf(error, log);
        tellFailure(failure, log);
        return failure;
      }
    }),
  );
}
