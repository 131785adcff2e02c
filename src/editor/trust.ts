import * as vscode from 'vscode';
import { QuillError } from '../core/errors.ts';

/** Throws in Restricted Mode: before trust no database is opened and no worker started. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new QuillError(
      'untrusted',
      'Quill runs queries only in a trusted workspace: trust this one to optimize its statements.',
    );
}
