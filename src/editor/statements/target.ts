import type * as vscode from 'vscode';
import type { Span } from '../../core/sql/span.ts';
import { type Anchor, anchorOfSelection } from './locate.ts';

/** A statement somebody asked about: its text then, and where it stood. */
export interface Target {
  readonly uri: vscode.Uri;
  readonly span: Span;
  readonly sql: string;
  readonly anchor: Anchor;
  /** Counted from 1. */
  readonly line: number;
  /** `orders.sql, line 12`. */
  readonly place: string;
}

/** A target for a whole statement of a SQL document, or for a selection in any document. */
export function makeTarget(document: vscode.TextDocument, span: Span, by: 'statement' | 'selection'): Target {
  const content = document.getText();
  const sql = content.slice(span.start, span.end);
  const line = document.positionAt(span.start).line + 1;
  const name = document.uri.path.split('/').at(-1) || 'untitled';
  return {
    uri: document.uri,
    span,
    sql,
    anchor: by === 'selection' ? anchorOfSelection(content, span) : { sql },
    line,
    place: `${name}, line ${line}`,
  };
}
