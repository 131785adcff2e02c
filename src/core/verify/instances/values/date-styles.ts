/** How the moments of a whole database are written: all with `T`, or all with fractions of a second. */
import type { Cell } from '../../../ports.ts';
import type { BoundQuery } from '../../../sql/bound.ts';
import { isComparisonOrIs } from '../../../sql/comparison.ts';
import type { Expr } from '../../../sql/model.ts';
import { walk } from '../../../sql/walk.ts';
import { bare } from '../../query/trace.ts';
import { copyInstance, type Instance } from '../instance.ts';

/** `T` stands between day and time; a fraction follows the seconds. */
export type DateStyle = 'T' | '.500' | '.999';

/** One in so many of the databases with moments is written with `T`, and another with fractions. */
const STYLED = 15;
/** The same for fractions among those with the last second of a minute, where ranges end. */
const LAST_SECONDS = 6;

/** `10:30` */
const WITHOUT_SECONDS = 5;

const moment = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/;
const timeOfDay = /^(?:\d{4}-\d\d-\d\d)?[ T]?\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/** Chooses the instances that are written in another style, and writes them. */
export class DateStyles {
  readonly #allowed: boolean;
  readonly #fractions: boolean;
  #moments = 0;
  #ends = 0;
  #fractioned = 0;

  /**
   * Where both queries compare with the same moment, or with what `datetime` returns, but not the same calls or columns,
   * they say how moments are written: `datetime(at) < '2024-05-01 10:00:00'` is meant as `at < '2024-05-01 10:00:00'`.
   */
  constructor(original: BoundQuery, rewrite: BoundQuery) {
    const [own, other] = [usesOf(original), usesOf(rewrite)];
    this.#allowed = [...own.written].every(([text, uses]) => (other.written.get(text) ?? uses) === uses);
    // Whole seconds differ from parts of days by the fraction.
    this.#fractions = !((own.seconds || other.seconds) && (own.days || other.days));
  }

  /**
   * A copy in another style, where it is this one's turn: all moments of the database alike, so that their order and
   * which are equal stay as they are. Undefined for most instances, and where a parameter is a moment.
   */
  next(instance: Instance, parameters: readonly Cell[]): Instance | undefined {
    if (!this.#allowed || parameters.some(isMoment)) return undefined;
    const moments = instance.rows.flatMap(rows => rows.flatMap(row => row.filter(isMoment)));
    if (moments.length === 0) return undefined;
    const turn = this.#moments++ % STYLED;
    const atEnd = moments.some(cell => cell.endsWith(':59'));
    const ends = atEnd && this.#ends++ % LAST_SECONDS === 1;
    if (turn === 2) return written(instance, 'T');
    if (!this.#fractions || !(ends || turn === 7)) return undefined;
    return written(instance, this.#fractioned++ % 3 === 1 ? '.999' : '.500');
  }
}

function isMoment(cell: Cell): cell is string {
  return typeof cell === 'string' && moment.test(cell);
}

function written(instance: Instance, style: DateStyle): Instance {
  const copy = copyInstance(instance);
  for (const row of copy.rows.flat())
    for (const [i, cell] of row.entries())
      if (typeof cell === 'string') row[i] = cell.replace(moment, inStyle);
  return copy;

  function inStyle(text: string, day: string, time: string): string {
    if (style === 'T') return `${day}T${time}`;
    return time.length > WITHOUT_SECONDS ? `${text}${style}` : text;
  }
}

interface DateUse {
  /** What is compared with each moment or time of day, and with `datetime`: the functions' names, in order. */
  readonly written: ReadonlyMap<string, string>;
  /** Counts whole seconds. */
  readonly seconds: boolean;
  /** Counts days and parts of days. */
  readonly days: boolean;
}

function usesOf(bound: BoundQuery): DateUse {
  const written = new Map<string, Set<string>>();
  let [seconds, days] = [false, false];
  const compare = (left: Expr, right: Expr): void => {
    const inner = bare(left);
    const use = inner.kind === 'function' ? inner.name : inner.kind;
    for (const text of writtenIn(right)) written.set(text, (written.get(text) ?? new Set()).add(use));
  };
  walk(bound.query, node => {
    if (node.kind === 'function') {
      const format = node.name === 'strftime' ? node.args[0] : undefined;
      if (node.name === 'unixepoch' || (format?.kind === 'literal' && format.value === '%s')) seconds = true;
      if (node.name === 'julianday') days = true;
    }
    if (node.kind === 'binary' && isComparisonOrIs(node)) {
      compare(node.left, node.right);
      compare(node.right, node.left);
    }
    if (node.kind === 'between') for (const end of [node.low, node.high]) compare(node.operand, end);
    if (node.kind === 'in-list') for (const item of node.items) compare(node.operand, item);
  });
  const uses = [...written].map(([text, names]) => [text, [...names].sort().join(' ')] as const);
  return { written: new Map(uses), seconds, days };
}

/** The moments and times of day that an expression names, and `datetime` where it calls that. */
function writtenIn(expr: Expr): Set<string> {
  const found = new Set<string>();
  walk(expr, node => {
    if (node.kind === 'function' && node.name === 'datetime') found.add('datetime');
    if (node.kind !== 'literal') return;
    if (node.type === 'current-time') found.add('datetime');
    if (typeof node.value === 'string' && timeOfDay.test(node.value)) found.add(node.value.replace('T', ' '));
  });
  return found;
}
