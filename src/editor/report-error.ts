import * as vscode from 'vscode';
import { QuillError } from '../core/errors.ts';

/** What a command that failed returns to its caller. */
export interface Failure {
  readonly kind: 'failed';
  readonly reason: QuillError['reason'];
  readonly message: string;
  /** A step that helps, where this error has one of its own. */
  readonly step?: Step;
}

interface Step {
  readonly label: string;
  readonly command?: string;
  readonly args?: readonly unknown[];
}

/** An error that knows the step to take, which its message offers as a button. */
export class ErrorWithStep extends QuillError {
  readonly step: Step;

  constructor(reason: QuillError['reason'], sentence: string, step: Step) {
    super(reason, sentence);
    this.step = step;
  }
}

/** One sentence for any error. What is not a QuillError is a mistake of ours and goes to the log in full. */
export function failureOf(error: unknown, log: vscode.LogOutputChannel): Failure {
  if (QuillError.is(error)) {
    log.info(`${error.reason}: ${error.message}`);
    const step = error instanceof ErrorWithStep ? { step: error.step } : {};
    return { kind: 'failed', reason: error.reason, message: error.message, ...step };
  }
  log.error(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', reason: 'internal', message: `Quill could not finish: ${message}` };
}

/** Answers a command that failed: quietly when it was cancelled, else with one sentence and the step that helps. */
export function tellFailure(failure: Failure, log: vscode.LogOutputChannel): void {
  const { reason, message } = failure;
  if (reason === 'cancelled') {
    vscode.window.setStatusBarMessage('$(circle-slash) Quill: cancelled', 3000);
    return;
  }
  const step = failure.step ?? nextStep[reason] ?? (reason === 'internal' ? showLog : undefined);
  const show = reason === 'internal' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  void (step ? show(message, step.label) : show(message)).then(chosen => {
    if (!chosen || !step) return;
    if (step.command) void vscode.commands.executeCommand(step.command, ...(step.args ?? []));
    else log.show();
  });
}

const showLog: Step = { label: 'Show Log' };
const chooseDatabase: Step = { label: 'Choose Database', command: 'quill.chooseDatabase' };
const nextStep: { readonly [reason in QuillError['reason']]?: Step } = {
  untrusted: { label: 'Manage Trust', command: 'workbench.trust.manage' },
  file: chooseDatabase,
  schema: chooseDatabase,
  'unknown-name': chooseDatabase,
  memory: chooseDatabase,
};
