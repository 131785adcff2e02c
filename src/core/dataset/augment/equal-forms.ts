/** Other ways to write parts of a query that mean the same. The judge decides whether they do. */
import type { BoundQuery } from '../../sql/bound.ts';
import { isComparison, mirror } from '../../sql/comparison.ts';
import type { Edit } from '../../sql/edits.ts';
import type { Binary, Expr, Join, Select } from '../../sql/model.ts';
import { type Span, textOf } from '../../sql/span.ts';
import { type AnyNode, conjuncts, walk } from '../../sql/walk.ts';

/** A change of one part, as edits within `span`. */
export interface EqualForm {
  readonly span: Span;
  readonly edits: readonly Edit[];
}

/** The query's own words, and keywords in the case that it writes them in. */
interface Voice {
  text(span: Span): string;
  word(keywords: string): string;
}

function voiceOf(source: string, { start }: Span): Voice {
  const isLower = /^[a-z]/.test(source.slice(start));
  return {
    text: span => textOf(source, span),
    word: keywords => (isLower ? keywords.toLowerCase() : keywords),
  };
}

/** All forms that differ in one part from the query as it is. */
export function equalForms({ source, query }: BoundQuery): EqualForm[] {
  const voice = voiceOf(source, query.span);
  const { text, word } = voice;
  const forms: EqualForm[] = [];
  const replace = (span: Span, by: string | undefined): void => {
    if (by !== undefined && by !== text(span)) forms.push({ span, edits: [{ span, text: by }] });
  };
  walk(query, (node, ancestors) => {
    const parent = ancestors.at(-1);
    switch (node.kind) {
      case 'opaque':
        return false;
      case 'binary':
        replace(node.operatorSpan, otherSpelling(text(node.operatorSpan)));
        for (const other of binaryForms(node, voice)) replace(node.span, other);
        break;
      case 'between':
        if (!node.negated && isPlain(node.operand) && isPlain(node.low) && isPlain(node.high)) {
          const x = text(node.operand.span);
          const both = `${x} >= ${text(node.low.span)} ${word('AND')} ${x} <= ${text(node.high.span)}`;
          replace(node.span, isConjunct(parent) ? both : `(${both})`);
        }
        break;
      case 'in-list': {
        const [item, more] = node.items;
        if (item?.kind === 'literal' && more === undefined && isPlain(node.operand))
          replace(node.span, `${text(node.operand.span)} ${node.negated ? '<>' : '='} ${text(item.span)}`);
        break;
      }
      case 'is-null':
        replace(node.span, nullTest(node, voice));
        break;
      case 'function':
        if (node.name === 'count' && !node.distinct && node.orderBy.length === 0) {
          const begin = text({ start: node.span.start, end: node.span.end });
          const call = /^(\w+)\s*\(\s*(\*|1)\s*\)/.exec(begin);
          if (call)
            replace(
              { start: node.span.start, end: node.span.start + call[0].length },
              `${call[1]}(${call[2] === '*' ? '1' : '*'})`,
            );
        }
        break;
      case 'join':
        replace(node.operatorSpan, otherJoin(text(node.operatorSpan), voice));
        break;
      case 'order':
        if (!node.descending && node.nulls === undefined)
          replace(
            node.span,
            / asc$/i.test(text(node.span)) ? text(node.expr.span) : `${text(node.span)} ${word('ASC')}`,
          );
        break;
      case 'select':
        forms.push(...joinForms(node, voice));
        break;
    }
    return true;
  });
  return forms;
}

/** Evaluated twice it is the same, and it binds tighter than any comparison. */
function isPlain(expr: Expr): boolean {
  return expr.kind === 'column-ref' || expr.kind === 'literal';
}

function isConjunct(parent: AnyNode | undefined): boolean {
  return parent?.kind === 'select' || (parent?.kind === 'binary' && parent.operator === 'and');
}

const spellings: Readonly<Record<string, string>> = { '<>': '!=', '!=': '<>', '==': '=' };

function otherSpelling(operator: string): string | undefined {
  return spellings[operator];
}

function* binaryForms(node: Binary, voice: Voice): Iterable<string> {
  const { left, right, operator } = node;
  const { text, word } = voice;
  const [a, b] = [text(left.span), text(right.span)];
  if (operator === 'and' || operator === 'or') {
    yield `${b} ${text(node.operatorSpan)} ${a}`;
    const range = operator === 'and' ? rangeOf(left, right, voice) : undefined;
    if (range !== undefined) yield range;
    return;
  }
  if (!isComparison(node) || !isPlain(left) || !isPlain(right)) return;
  yield `${b} ${mirror(node.operator)} ${a}`;
  if (operator === '=' && left.kind === 'column-ref' && right.kind === 'literal')
    yield `${a} ${word('IN')} (${b})`;
}

/** `x >= low AND x <= high` as BETWEEN. */
function rangeOf(low: Expr, high: Expr, { text, word }: Voice): string | undefined {
  if (low.kind !== 'binary' || high.kind !== 'binary') return undefined;
  const x = text(low.left.span);
  if (low.operator !== '>=' || high.operator !== '<=' || x !== text(high.left.span)) return undefined;
  if (![low.left, low.right, high.right].every(isPlain)) return undefined;
  return `${x} ${word('BETWEEN')} ${text(low.right.span)} ${word('AND')} ${text(high.right.span)}`;
}

function nullTest(node: Extract<AnyNode, { kind: 'is-null' }>, { text, word }: Voice): string {
  const { negated } = node;
  const operand = text(node.operand.span);
  const written = text(node.span);
  const isLong = /\bnull$/i.test(written) && /\bis\b/i.test(written.slice(operand.length));
  if (negated) return isLong ? `${operand} ${word('NOTNULL')}` : `${operand} ${word('IS NOT NULL')}`;
  return isLong ? `${operand} ${word('ISNULL')}` : `${operand} ${word('IS NULL')}`;
}

function otherJoin(words: string, { word }: Voice): string | undefined {
  const known = words.replaceAll(/\s+/g, ' ').toUpperCase();
  const others: Readonly<Record<string, string>> = {
    JOIN: 'INNER JOIN',
    'INNER JOIN': 'JOIN',
    'LEFT JOIN': 'LEFT OUTER JOIN',
    'LEFT OUTER JOIN': 'LEFT JOIN',
  };
  const other = others[known];
  return other && word(other);
}

function joinForms(select: Select, { text, word }: Voice): EqualForm[] {
  const { from, where, whereSpan, fromSpan, span } = select;
  if (from?.kind !== 'join' || fromSpan === undefined) return [];
  const joins = joinsOf(from);
  if (joins === undefined) return [];
  if (joins.every(join => join.type === 'inner' && join.on !== undefined)) {
    const conditions = joins.flatMap(join => (join.on ? [join.on] : []));
    const all = [...conditions, ...(where ? [where] : [])]
      .map(one => inConjunction(one, text))
      .join(` ${word('AND')} `);
    const edits = joins.flatMap(({ operatorSpan, constraintSpan }): Edit[] => [
      { span: operatorSpan, text: ',' },
      ...(constraintSpan ? [{ span: constraintSpan, text: '' }] : []),
    ]);
    const end = { start: fromSpan.end, end: fromSpan.end };
    return [
      {
        span,
        edits: [...edits, { span: where?.span ?? end, text: where ? all : ` ${word('WHERE')} ${all}` }],
      },
    ];
  }
  const [join, more] = joins;
  if (join?.type !== 'comma' || more !== undefined || where === undefined || whereSpan === undefined)
    return [];
  const terms = conjuncts(where);
  const link = terms.find(isLink);
  if (link === undefined) return [];
  const rest = terms.filter(term => term !== link).map(term => inConjunction(term, text));
  return [
    {
      span,
      edits: [
        { span: join.operatorSpan, text: ` ${word('JOIN')}` },
        { span: { start: fromSpan.end, end: fromSpan.end }, text: ` ${word('ON')} ${text(link.span)}` },
        {
          span: whereSpan,
          text: rest.length === 0 ? '' : `${word('WHERE')} ${rest.join(` ${word('AND')} `)}`,
        },
      ],
    },
  ];
}

/** The joins of a chain; undefined where one has a form of its own. */
function joinsOf(item: Join): Join[] | undefined {
  if (item.natural || item.using !== undefined || !['inner', 'comma'].includes(item.type)) return undefined;
  if (item.right.kind === 'join' || item.right.kind === 'paren-item') return undefined;
  if (item.left.kind === 'paren-item') return undefined;
  if (item.left.kind !== 'join') return [item];
  const left = joinsOf(item.left);
  return left && [...left, item];
}

/** An equation of columns of two relations by their names. */
function isLink(term: Expr): boolean {
  if (term.kind !== 'binary' || term.operator !== '=') return false;
  const { left, right } = term;
  if (left.kind !== 'column-ref' || right.kind !== 'column-ref') return false;
  return left.table !== undefined && right.table !== undefined && left.table.name !== right.table.name;
}

function inConjunction(expr: Expr, text: (span: Span) => string): string {
  return expr.kind === 'binary' && expr.operator === 'or' ? `(${text(expr.span)})` : text(expr.span);
}
