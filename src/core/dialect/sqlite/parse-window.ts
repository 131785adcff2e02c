/** Windows and their frames → the query model. */
import type * as sqlite from 'sqlite3-parser';
import type * as model from '../../sql/model.ts';
import type { ExpressionBuilder } from './parse-expr.ts';

/** `name AS (…)` of a WINDOW clause. */
export function buildNamedWindow(build: ExpressionBuilder, tree: sqlite.WindowDef): model.NamedWindow {
  const { cursor } = build;
  const start = cursor.start;
  const name = build.name(tree.name);
  cursor.expect('AS');
  const window = buildWindow(build, tree.window);
  return { kind: 'named-window', span: cursor.since(start), name, window };
}

/** `( … )` after OVER or in a WINDOW clause; the span includes the parentheses, since a window may be empty. */
export function buildWindow(build: ExpressionBuilder, tree: sqlite.Window): model.Window {
  const { cursor } = build;
  const start = cursor.expect('(').start;
  const base = tree.base === undefined ? undefined : build.name(tree.base);
  let partitionBy: readonly model.Expr[] = [];
  if (tree.partitionBy !== undefined && cursor.skip('PARTITION')) {
    cursor.expect('BY');
    partitionBy = build.list(tree.partitionBy, item => build.expr(item));
  }
  let orderBy: readonly model.OrderTerm[] = [];
  if (tree.orderBy !== undefined && cursor.skip('ORDER')) {
    cursor.expect('BY');
    orderBy = build.orderTerms(tree.orderBy);
  }
  const frame = tree.frameClause === undefined ? undefined : buildFrame(build, tree.frameClause);
  cursor.expect(')');
  return {
    kind: 'window',
    span: cursor.since(start),
    ...(base && { base }),
    partitionBy,
    orderBy,
    ...(frame && { frame }),
  };
}

const UNITS = { Rows: 'rows', Range: 'range', Groups: 'groups' } as const;
const EXCLUSIONS = {
  NoOthers: 'no others',
  CurrentRow: 'current row',
  Group: 'group',
  Ties: 'ties',
} as const;

function buildFrame(build: ExpressionBuilder, tree: sqlite.FrameClause): model.Frame {
  const { cursor } = build;
  const start = cursor.take().start;
  cursor.skip('BETWEEN');
  const first = buildBound(build, tree.start);
  let end: model.FrameBound | undefined;
  // Without BETWEEN the parser fills in CURRENT ROW as the end.
  if (tree.end !== undefined && cursor.skip('AND')) end = buildBound(build, tree.end);
  if (tree.exclude !== undefined && cursor.skip('EXCLUDE')) {
    if (tree.exclude === 'NoOthers' || tree.exclude === 'CurrentRow') cursor.take();
    cursor.take();
  }
  return {
    kind: 'frame',
    span: cursor.since(start),
    unit: UNITS[tree.mode],
    start: first,
    ...(end && { end }),
    ...(tree.exclude !== undefined && { exclude: EXCLUSIONS[tree.exclude] }),
  };
}

function buildBound(build: ExpressionBuilder, tree: sqlite.FrameBound): model.FrameBound {
  const { cursor } = build;
  switch (tree.type) {
    case 'CurrentRowFrameBound':
      cursor.expect('CURRENT');
      cursor.expect('ROW');
      return { type: 'current row' };
    case 'UnboundedPrecedingFrameBound':
      cursor.expect('UNBOUNDED');
      cursor.expect('PRECEDING');
      return { type: 'unbounded preceding' };
    case 'UnboundedFollowingFrameBound':
      cursor.expect('UNBOUNDED');
      cursor.expect('FOLLOWING');
      return { type: 'unbounded following' };
    case 'PrecedingFrameBound': {
      const offset = build.expr(tree.expr);
      cursor.expect('PRECEDING');
      return { type: 'preceding', offset };
    }
    case 'FollowingFrameBound': {
      const offset = build.expr(tree.expr);
      cursor.expect('FOLLOWING');
      return { type: 'following', offset };
    }
  }
}
