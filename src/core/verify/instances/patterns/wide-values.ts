/** More values for a column than the usual few: for instances that try many of them at once. */
import type { Cell } from '../../../ports.ts';
import { coerce, isIsoDate, type ValueKind } from '../../../schema/value-kind.ts';
import { cellKey } from '../../compare/cell.ts';
import type { PatternClass } from './row-pattern.ts';

export interface WideValues {
  /** The values of interest, those further away from them, and odd ones. */
  readonly all: readonly Cell[];
  /** A few that give the same result when they are put together in different ways, or differ in sign. */
  readonly mixing: readonly Cell[];
}

const known = new WeakMap<PatternClass, WideValues>();
const MOST = 72;
/** A text longer than this, in characters, gets few neighbours: each is as long as itself. */
const LONG_TEXT = 10_000;

/** The values for a class; worked out once for each. */
export function wideValues(cls: PatternClass): WideValues {
  const before = known.get(cls);
  if (before) return before;
  const { kind, pool } = cls;
  const near = pool.slice(0, cls.constrained ? 6 : 2);
  const made: WideValues = {
    all: distinct(
      [
        ...(cls.roots ?? []),
        ...cls.shapes,
        ...pool,
        ...odd(kind),
        ...near.flatMap(value => further(value, kind)),
      ],
      kind,
      MOST + cls.shapes.length,
    ),
    mixing: distinct([...cls.joined, ...mixes(kind), ...pool], kind, 16),
  };
  known.set(cls, made);
  return made;
}

function distinct(values: readonly Cell[], kind: ValueKind, most: number): Cell[] {
  const result = new Map<string, Cell>();
  for (const value of values) {
    const cell = coerce(value, kind);
    if (cell !== undefined && cell !== null && result.size < most) result.set(cellKey(cell), cell);
  }
  return [...result.values()];
}

function odd(kind: ValueKind): readonly Cell[] {
  switch (kind) {
    case 'integer':
      return [-2n, -3n, -4n, -8n, 5n, 6n, 8n, 13n, 20n, 100n, 1000n, -100n];
    case 'real':
    case 'numeric':
      return [0.25, 0.29, -0.7, 2.5, 3.5, -2.5, 1.005, 0.1, -0.5, 19.99, 100, 1000, -100];
    case 'text':
      return ['a ', ' a', '  ', 'ba', 'Ab', '01', '1', '1.0', '2', '11', 'a\tb', 'é', 'a1', 'Z', '~'];
    case 'date':
      return [
        '2024-01-15 00:00:00',
        '2024-01-15 09:00:00',
        '2024-01-15 16:59:30',
        '2024-01-15 23:59:59',
        '2024-01-16',
        '2024-01-01',
        '2024-01-31',
        '2024-01-31 22:10:05',
        '2024-02-01 00:00:01',
        '2024-02-29',
        '2024-03-01',
        '2023-02-28',
        '2024-12-31 23:59:59',
        '2025-01-15',
        '2025-01-01 00:00:00',
      ];
    default:
      return [];
  }
}

function mixes(kind: ValueKind): readonly Cell[] {
  switch (kind) {
    case 'integer':
    case 'numeric':
      return [1n, 11n, 2n, -1n, 0n, 12n, -3n];
    case 'real':
      return [1, -1, 2.5, 0, 11, -0.5];
    case 'text':
      return ['1', '11', 'a', 'aa', '', 'ba', 'A'];
    default:
      return [];
  }
}

/** Values at a distance from one that matters. */
function further(value: Cell, kind: ValueKind): Cell[] {
  if (typeof value === 'bigint') {
    const result: Cell[] = [
      value * 10n,
      value + 10n,
      value - 10n,
      value + 100n,
      -value,
      value * 2n,
      value * 1000n,
      value / 2n,
    ];
    if (kind !== 'integer') result.push(Number(value) + 0.25, Number(value) + 0.004, Number(value) - 0.1);
    return result;
  }
  if (typeof value === 'number')
    return [
      value + 0.25,
      value + 0.1,
      value + 0.004,
      value - 0.1,
      -value,
      value * 10,
      value + 1,
      value - 1,
      value + 100,
      value - 100,
    ];
  if (typeof value !== 'string') return [];
  if (isIsoDate(value)) return furtherDates(value);
  if (kind === 'text' || kind === 'any') return furtherTexts(value);
  return [];
}

function furtherDates(value: string): Cell[] {
  const day = value.slice(0, 10);
  const time = Date.parse(day);
  const shifted = (days: number): string => new Date(time + days * 86_400_000).toISOString().slice(0, 10);
  const year = Number(day.slice(0, 4));
  return [
    `${day} 09:00:00`,
    `${day} 23:59:59`,
    `${shifted(-1)} 23:59:59`,
    `${shifted(1)} 00:00:00`,
    shifted(7),
    shifted(-7),
    shifted(31),
    `${year + 1}${day.slice(4)}`,
    `${year - 1}${day.slice(4)}`,
    shifted(3650),
  ].filter(isIsoDate);
}

function furtherTexts(value: string): Cell[] {
  if (value.length > LONG_TEXT) return [value.slice(1), `${value}1`];
  const result = [` ${value}`, `${value}  `, swapCase(value), `${value}${value}`, `a${value}z`, `${value}1`];
  if (value.length > 1) {
    const middle = Math.ceil(value.length / 2);
    result.push(
      `${value.slice(0, middle)}Q${value.slice(middle + 1)}`,
      `${value.slice(0, middle)}7${value.slice(middle + 1)}`,
      `${value.slice(0, 1).toUpperCase()}${value.slice(1).toLowerCase()}`,
      value.slice(1),
      [...value].reverse().join(''),
    );
  }
  const last = value.charCodeAt(value.length - 1);
  if (last > 33 && last < 126)
    result.push(
      `${value.slice(0, -1)}${String.fromCharCode(last + 1)}`,
      `${value.slice(0, -1)}${String.fromCharCode(last - 1)}`,
    );
  if (/^\d+$/.test(value)) result.push(`00${value}`, `${value}.0`, `+${value}`, `${value}0`);
  return result;
}

function swapCase(text: string): string {
  return [...text].map((c, i) => (i % 2 === 0 ? c.toUpperCase() : c.toLowerCase())).join('');
}
