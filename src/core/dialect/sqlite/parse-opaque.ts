/** Opaque nodes: what the model has no word for keeps its text and lists what it mentions. */
import type * as model from '../../sql/model.ts';
import type { Span } from '../../sql/span.ts';
import { walk } from '../../sql/walk.ts';

/** An opaque node over already built parts; `closed` says whether the parts are all that it mentions. */
export function opaque(span: Span, closed: boolean, parts: readonly model.Expr[]): model.Opaque {
  const columns: model.ColumnRef[] = [];
  const parameters: model.Parameter[] = [];
  const queries: model.Query[] = [];
  let known = closed;
  for (const part of parts) {
    walk(part, node => {
      if (node.kind === 'column-ref') columns.push(node);
      else if (node.kind === 'parameter') parameters.push(node);
      else if (node.kind === 'query') {
        queries.push(node);
        return false;
      } else if (node.kind === 'opaque' && !node.closed) known = false;
      return true;
    });
  }
  return { kind: 'opaque', span, closed: known, columns, parameters, queries };
}
