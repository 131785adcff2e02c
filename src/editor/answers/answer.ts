import type * as vscode from 'vscode';
import type { EvidenceContext } from '../../core/evidence/report.ts';
import type { OptimizeResult } from '../../core/optimize/contract.ts';
import type { DatabaseChoice } from '../database/choice.ts';
import { evidenceDatabase } from '../database/choice.ts';
import { pageUri } from '../documents.ts';
import type { Target } from '../statements/target.ts';

/** What came back for one statement, with the pages that show it. */
export interface Answer {
  readonly id: string;
  readonly target: Target;
  readonly database: DatabaseChoice;
  /** Better while the search goes on; the last one stays. */
  result: OptimizeResult;
  readonly pages: {
    readonly original: vscode.Uri;
    readonly suggestion: vscode.Uri;
    readonly evidence: vscode.Uri;
  };
}

export function makeAnswer(
  id: string,
  target: Target,
  database: DatabaseChoice,
  result: OptimizeResult,
): Answer {
  const name = target.place;
  return {
    id,
    target,
    database,
    result,
    pages: {
      original: pageUri('answer', id, 'original', `${name}.sql`),
      suggestion: pageUri('answer', id, 'suggestion', `${name}.sql`),
      evidence: pageUri('answer', id, 'evidence', `Evidence: ${name}.md`),
    },
  };
}

export function evidenceContext({ target, database }: Answer): EvidenceContext {
  return { place: target.place, database: evidenceDatabase(database) };
}

export const allPages = ({ pages }: Answer): vscode.Uri[] => [
  pages.original,
  pages.suggestion,
  pages.evidence,
];
