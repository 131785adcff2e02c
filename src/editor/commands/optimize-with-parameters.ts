import * as vscode from 'vscode';
import { parameterNames, readValue } from '../../core/dialect/sqlite/parameter-values.ts';
import { QuillError } from '../../core/errors.ts';
import { runnable, tableTest } from '../../core/optimize/with-holes.ts';
import type { Cell } from '../../core/ports.ts';
import { type OptimizeTargetServices, optimizeTarget } from '../optimize-target.ts';
import type { Command } from '../register-commands.ts';
import { namedTarget } from '../statements/named-target.ts';
import { requireTrust } from '../trust.ts';

/** Asks for a value of each parameter; those left empty are sampled from the data. */
export function optimizeWithParametersCommand(services: OptimizeTargetServices): Command {
  const last = new Map<string, string>();
  return async (uri, place) => {
    requireTrust();
    const target = await namedTarget(uri, place);
    const { sql, holes } = runnable(target.sql, tableTest(undefined));
    const names = parameterNames(sql);
    const written = new Map(holes.map(hole => [hole.parameter, hole.text]));
    if (names.length === 0)
      throw new QuillError('parameter', `The statement at ${target.place} has no parameters.`);
    const values: Record<string, Cell> = {};
    for (const [i, name] of names.entries()) {
      const typed = await vscode.window.showInputBox({
        title: `Value of ${written.get(name) ?? name} (${i + 1} of ${names.length})`,
        prompt: "A number, NULL, text, or 'text in quotes'. Leave it empty to sample values from the data.",
        value: last.get(name) ?? '',
        ignoreFocusOut: true,
      });
      if (typed === undefined) return undefined;
      last.set(name, typed);
      if (typed.trim() !== '') values[name] = readValue(typed);
    }
    return optimizeTarget(services, target, values);
  };
}
