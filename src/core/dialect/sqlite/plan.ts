/** What SQLite tells of how it will run a query: `EXPLAIN QUERY PLAN` as a tree, `EXPLAIN` as text. */
import type { Bindings, Database } from '../../ports.ts';
import type { PlanNode } from '../plan-node.ts';

/** Throws QuillError `query-failed` when the query cannot be prepared. */
export function explainPlan(db: Database, sql: string, params: Bindings = {}): PlanNode[] {
  const { rows } = db.query(`EXPLAIN QUERY PLAN ${sql}`, { params });
  const roots: PlanNode[] = [];
  const childrenOf = new Map<number, PlanNode[]>([[0, roots]]);
  for (const [id, parent, , detail] of rows) {
    const children: PlanNode[] = [];
    childrenOf.set(Number(id), children);
    (childrenOf.get(Number(parent)) ?? roots).push({ detail: String(detail), children });
  }
  return roots;
}

/** The names of the indexes that a plan reads, automatic ones left out. */
export function indexesInPlan(nodes: readonly PlanNode[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: PlanNode): void => {
    const match = /\bUSING (?:COVERING )?INDEX (.+?)(?: \(| FOR IN-OPERATOR|$)/.exec(node.detail);
    if (match) names.add(match[1]!);
    node.children.forEach(visit);
  };
  nodes.forEach(visit);
  return names;
}

/**
 * What SQLite would execute, as text: two queries with the same program take the same time. Throws QuillError
 * `query-failed` when the query cannot be prepared.
 */
export function programOf(db: Database, sql: string): string {
  const { rows } = db.query(`EXPLAIN ${sql}`);
  return rows.map(row => row.slice(1, 7).map(String).join(' ')).join('\n');
}
