/** Counts verdicts by label. */
import { markdownTable } from '../core/evidence/markdown.ts';

const columns = ['refuted', 'survived', 'proved', 'undetermined', 'error'] as const;

export class ConfusionTable {
  readonly #counts = new Map<string, Map<string, number>>();

  add(label: string, verdict: string): void {
    const row = this.#counts.get(label) ?? new Map<string, number>();
    row.set(verdict, (row.get(verdict) ?? 0) + 1);
    this.#counts.set(label, row);
  }

  get empty(): boolean {
    return this.#counts.size === 0;
  }

  text(): string {
    const rows = [...this.#counts.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, row]) => {
        const total = [...row.values()].reduce((sum, count) => sum + count, 0);
        return [label, ...columns.map(column => String(row.get(column) ?? 0)), String(total)];
      });
    const header = ['label', ...columns, 'total'];
    return markdownTable(
      header,
      rows,
      header.map((_, i) => (i === 0 ? 'left' : 'right')),
    );
  }
}
