import type { PlanNode } from '../dialect/plan-node.ts';

/** SQLite's query plan as a tree of lines, without a line feed at the end; `(no plan)` when there is none. */
export function planTree(nodes: readonly PlanNode[]): string {
  const lines: string[] = [];
  const add = (level: readonly PlanNode[], indent: string): void => {
    level.forEach((node, i) => {
      const last = i === level.length - 1;
      lines.push(`${indent}${last ? '└─' : '├─'} ${node.detail}`);
      add(node.children, `${indent}${last ? '   ' : '│  '}`);
    });
  };
  add(nodes, '');
  return lines.length > 0 ? lines.join('\n') : '(no plan)';
}
