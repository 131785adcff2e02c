import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A unified diff of two statements; with `colour` the lines of each side stand out in a terminal. */
export function diffText(before: string, after: string, colour: boolean): string {
  const patch = createTwoFilesPatch(
    'original',
    'suggestion',
    `${before}\n`,
    `${after}\n`,
    undefined,
    undefined,
    { context: 5, headerOptions: FILE_HEADERS_ONLY },
  );
  return colour ? patch.split('\n').map(paint).join('\n') : patch;
}

function paint(line: string): string {
  const code = line.startsWith('+') ? 32 : line.startsWith('-') ? 31 : line.startsWith('@@') ? 36 : undefined;
  return code === undefined ? line : `\u001b[${code}m${line}\u001b[39m`;
}

/** Whether stdout wants colours: a terminal, and neither NO_COLOR nor a dumb one. */
export function wantsColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}
