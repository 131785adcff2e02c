/** Whether a template hole stands where only a value can. */
import type { Query } from '../../sql/model.ts';
import { type AnyNode, walk } from '../../sql/walk.ts';
import type { Hole } from './holes.ts';

/**
 * Text holes (`{{ x }}`, `${x}`) may render to anything: a list of columns, a whole condition, several values. The
 * sentence that says so, or undefined when all of them stand where one value must.
 */
export function whyNotValue(query: Query, holes: readonly Hole[]): string | undefined {
  const byParameter = new Map(holes.map(hole => [hole.parameter, hole]));
  let why: string | undefined;
  walk(query, (node, ancestors) => {
    if (node.kind !== 'parameter' || why !== undefined) return;
    const hole = byParameter.get(node.text);
    if (hole !== undefined && !isValuePosition(node, ancestors)) {
      why = `${hole.text} may stand for more than one value here; write a parameter such as :name to run the statement.`;
    }
  });
  return why;
}

function isValuePosition(node: AnyNode, ancestors: readonly AnyNode[]): boolean {
  const path = [...ancestors];
  let child = node;
  while (path.at(-1)?.kind === 'paren') child = path.pop()!;
  const parent = path.at(-1);
  switch (parent?.kind) {
    case 'binary':
      return parent.operator !== 'and' && parent.operator !== 'or';
    case 'unary':
      return parent.operator !== 'not';
    case 'in-list':
      return parent.operand === child;
    case 'case-branch':
      return parent.then === child;
    case 'in-query':
    case 'between':
    case 'like':
    case 'is-null':
    case 'cast':
    case 'collate':
    case 'function':
    case 'limit':
    case 'case':
      return true;
    default:
      return false;
  }
}
