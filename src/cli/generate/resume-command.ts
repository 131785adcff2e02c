/** The command by which a run that was ended goes on. */
import type { RunConfig } from '../../core/pipeline/config.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';
import { calledAs } from '../called-as.ts';
import { defaultOut, type GenerateOptions } from './options.ts';

/** Undefined where the run has ended for good. `isWindows`: how words are quoted. */
export function resumeCommand(
  { state, run }: Pick<RunState, 'state' | 'run'>,
  options: Pick<GenerateOptions, 'out' | 'run' | 'baseUrl'>,
  { endpoint, sendValues = false }: Pick<RunConfig, 'endpoint'> & Partial<Pick<RunConfig, 'sendValues'>>,
  isWindows: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (state !== 'stopped' && state !== 'time-limit' && state !== 'cost-limit') return undefined;
  const words = [
    ...[...calledAs(environment).split(' '), 'generate'],
    ...(options.out === defaultOut ? [] : ['--out', options.out]),
    '--resume',
    ...(options.run === undefined ? [] : ['--run', run]),
    // A key goes to no address but one that is named anew; one that a stored run alone names is not proposed.
    ...(options.baseUrl !== undefined && options.baseUrl === endpoint?.baseUrl
      ? ['--base-url', options.baseUrl]
      : []),
    ...(sendValues ? ['--send-values'] : []),
  ];
  const command = words.map(word => quoted(word, isWindows)).join(' ');
  return state === 'cost-limit' ? `${command} --max-cost USD` : command;
}

function quoted(word: string, isWindows: boolean): string {
  if (/^[\w./:@%+=,~\\-]+$/.test(word) && (isWindows || !word.includes('\\'))) return word;
  return isWindows ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
