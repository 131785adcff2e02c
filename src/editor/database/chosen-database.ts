import * as vscode from 'vscode';
import { type DatabaseChoice, parseChoice, sameChoice } from './choice.ts';

const key = 'database';

/** The database chosen for this workspace, remembered between sessions. */
export class ChosenDatabase implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<DatabaseChoice | undefined>();
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  get current(): DatabaseChoice | undefined {
    return parseChoice(this.#memory.get<unknown>(key));
  }

  async choose(choice: DatabaseChoice | undefined): Promise<void> {
    const changed = !sameChoice(choice, this.current);
    await this.#memory.update(key, choice);
    if (changed) this.#changed.fire(choice);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
