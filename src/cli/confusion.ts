/** Counts verdicts, and verdicts by label. */
import { markdownTable } from '../core/evidence/markdown.ts';
import { counted, formatCount } from '../core/format.ts';

const columns = ['refuted', 'survived', 'proved', 'undetermined', 'error'] as const;

export class ConfusionTable {
  readonly #verdicts = new Map<string, number>();
  readonly #counts = new Map<string, Map<string, number>>();

  add(label: string | undefined, verdict: string): void {
    this.#verdicts.set(verdict, (this.#verdicts.get(verdict) ?? 0) + 1);
    if (label === undefined) return;
    const row = this.#counts.get(label) ?? new Map<string, number>();
    row.set(verdict, (row.get(verdict) ?? 0) + 1);
    this.#counts.set(label, row);
  }

  /** One sentence: `3 pairs: 1 refuted, 2 proved.` */
  get summary(): string {
    const total = [...this.#verdicts.values()].reduce((sum, count) => sum + count, 0);
    const parts = columns.flatMap(column => {
      const count = this.#verdicts.get(column);
      if (count === undefined) return [];
      return [column === 'error' ? counted(count, 'error') : `${formatCount(count)} ${column}`];
    });
    return `${counted(total, 'pair')}: ${parts.join(', ')}.`;
  }

  /** The verdicts of lines with a label, as a table; undefined where none had one. */
  get byLabel(): string | undefined {
    if (this.#counts.size === 0) return undefined;
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
