import type { EvidenceDatabase } from '../../core/evidence/report.ts';
import { formatCount } from '../../core/format.ts';
import { isSampleSize, type SampleSize } from '../../core/sample/size.ts';

/** Which database statements are measured on. Kept per workspace, so it is plain JSON. */
export type DatabaseChoice =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'sample'; readonly size: SampleSize }
  | { readonly kind: 'synthetic'; readonly rows: number };

/** Short, for the status bar: `chinook.sqlite`. */
export function choiceLabel(choice: DatabaseChoice): string {
  switch (choice.kind) {
    case 'file':
      return choice.path.split(/[\\/]/).at(-1) ?? choice.path;
    case 'sample':
      return 'sample database';
    case 'synthetic':
      return 'synthetic data';
  }
}

/** As it reads within a sentence of evidence. */
export function evidenceDatabase(choice: DatabaseChoice): EvidenceDatabase {
  switch (choice.kind) {
    case 'file':
      return { name: choiceLabel(choice), origin: 'file' };
    case 'sample':
      return { name: `the ${choice.size} sample database`, origin: 'sample' };
    case 'synthetic':
      return {
        name: `synthetic data (${formatCount(choice.rows)} rows in the largest table) from the workspace's CREATE TABLE statements`,
        origin: 'synthetic',
      };
  }
}

/** What was remembered, if it still is a choice. */
export function parseChoice(value: unknown): DatabaseChoice | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'file' && 'path' in value && typeof value.path === 'string' && value.path !== '')
    return { kind: 'file', path: value.path };
  if (value.kind === 'sample' && 'size' in value) {
    const { size } = value;
    return isSampleSize(size) ? { kind: 'sample', size } : undefined;
  }
  if (value.kind === 'synthetic' && 'rows' in value && typeof value.rows === 'number' && value.rows > 0)
    return { kind: 'synthetic', rows: Math.round(value.rows) };
  return undefined;
}

export const sameChoice = (a: DatabaseChoice | undefined, b: DatabaseChoice | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
