/** Random schemas with keys, checks and references in all shapes, for property tests. Every text runs in SQLite. */
import fc from 'fast-check';
import type { Column, Table } from '../../../src/core/schema/model.ts';

interface ColumnShape {
  readonly type: string;
  readonly notNull: boolean;
  readonly unique: boolean;
  readonly check: number;
  readonly collation: boolean;
}

interface TableShape {
  readonly columns: readonly ColumnShape[];
  readonly key: 'rowid' | 'text' | 'composite' | 'none';
  readonly strict: boolean;
  readonly withoutRowid: boolean;
  readonly uniquePair: boolean;
  readonly generated: boolean;
  /** Numbers of the tables it refers to: itself, earlier and later ones. */
  readonly references: readonly {
    readonly to: number;
    readonly notNull: boolean;
    readonly unique: boolean;
  }[];
  readonly index: 'none' | 'plain' | 'partial unique' | 'expression unique';
}

const TYPES = ['INTEGER', 'TEXT', 'REAL', 'BLOB', 'NUMERIC', 'VARCHAR(12)', 'BOOLEAN', 'DATE', ''];
const STRICT_TYPES = ['INTEGER', 'INT', 'TEXT', 'REAL', 'BLOB', 'ANY'];
const NAMES = ['status', 'amount', 'email', 'created_at', 'note', 'rank', 'is_open', 'owner_id'];

const column = fc.record<ColumnShape>({
  type: fc.constantFrom(...TYPES),
  notNull: fc.boolean(),
  unique: fc.integer({ min: 0, max: 5 }).map(n => n === 0),
  check: fc.integer({ min: 0, max: 11 }),
  collation: fc.integer({ min: 0, max: 5 }).map(n => n === 0),
});

const table = fc.record<TableShape>({
  columns: fc.array(column, { minLength: 1, maxLength: 5 }),
  key: fc.constantFrom('rowid', 'rowid', 'text', 'composite', 'none'),
  strict: fc.boolean(),
  withoutRowid: fc.boolean(),
  uniquePair: fc.boolean(),
  generated: fc.boolean(),
  references: fc.array(
    fc.record({
      to: fc.nat({ max: 3 }),
      notNull: fc.boolean(),
      unique: fc.nat({ max: 4 }).map(n => n === 0),
    }),
    { maxLength: 3 },
  ),
  index: fc.constantFrom('none', 'plain', 'partial unique', 'expression unique'),
});

/** DDL of one to four tables `t0` … `t3` that refer to each other in any direction. */
export const randomDdl: fc.Arbitrary<string> = fc
  .array(table, { minLength: 1, maxLength: 4 })
  .map(shapes => shapes.map((shape, i) => tableDdl(shape, i, shapes)).join('\n'));

function keyColumns(shape: TableShape): readonly (readonly [string, string])[] {
  switch (shape.key) {
    case 'rowid':
      return [['id', 'INTEGER']];
    case 'text':
      return [['code', 'TEXT']];
    case 'composite':
      return [
        ['region', 'TEXT'],
        ['number', 'INTEGER'],
      ];
    case 'none':
      return [];
  }
}

function tableDdl(shape: TableShape, number: number, shapes: readonly TableShape[]): string {
  const key = keyColumns(shape);
  const parts = key.map(([name, type]) => `${name} ${type} NOT NULL`);
  const own = shape.columns.map((each, i) => ({
    ...each,
    name: NAMES[(i + number) % NAMES.length]!,
    type: typeOf(each, shape),
  }));
  for (const each of own) parts.push(columnDdl(each));
  const references = shape.references.flatMap((reference, i) => {
    const to = reference.to % shapes.length;
    const parent = keyColumns(shapes[to]!);
    return parent.length === 0 ? [] : [{ ...reference, to, parent, prefix: `ref${i}` }];
  });
  for (const { parent, prefix, notNull, unique, to } of references) {
    // A NOT NULL reference in a circle can only be kept by rows that refer to themselves or each other.
    const required = notNull && to < number;
    for (const [name, type] of parent) parts.push(`${prefix}_${name} ${type}${required ? ' NOT NULL' : ''}`);
    if (unique && parent.length === 1) parts[parts.length - 1] += ' UNIQUE';
  }
  const first = own[0]!.name;
  if (shape.generated)
    parts.push(`made ${shape.strict ? 'TEXT' : ''} AS (coalesce(${first}, '') || '!') STORED`);
  if (key.length > 0) parts.push(`PRIMARY KEY (${key.map(([name]) => name).join(', ')})`);
  if (shape.uniquePair && own.length > 1) parts.push(`UNIQUE (${own[0]!.name}, ${own[1]!.name})`);
  for (const { parent, prefix, to } of references) {
    const columns = parent.map(([name]) => `${prefix}_${name}`).join(', ');
    parts.push(
      `FOREIGN KEY (${columns}) REFERENCES t${to}${to % 2 ? ` (${parent.map(([name]) => name).join(', ')})` : ''}`,
    );
  }
  const options = [
    ...(shape.strict ? ['STRICT'] : []),
    ...(shape.withoutRowid && key.length > 0 ? ['WITHOUT ROWID'] : []),
  ];
  return `CREATE TABLE t${number} (\n  ${parts.join(',\n  ')}\n) ${options.join(', ')};${indexDdl(shape, number, first)}`;
}

function typeOf(each: ColumnShape, shape: TableShape): string {
  return shape.strict ? STRICT_TYPES[TYPES.indexOf(each.type) % STRICT_TYPES.length]! : each.type;
}

function columnDdl({
  name,
  type,
  notNull,
  unique,
  check,
  collation,
}: ColumnShape & { name: string }): string {
  const isText = /TEXT|CHAR/.test(type);
  const isNumber = /^(?:INT|INTEGER|REAL|NUMERIC)$/.test(type);
  const words = [name, type];
  if (notNull) words.push('NOT NULL');
  if (isText && collation) words.push('COLLATE NOCASE');
  const checks = isText
    ? [
        `${name} IN ('new', 'paid', 'Paid', 'gone')`,
        `length(${name}) BETWEEN 3 AND 8`,
        `${name} LIKE 'a_%@%'`,
        `${name} GLOB '[A-C][0-9]*'`,
      ]
    : isNumber
      ? [
          `${name} > 0 AND ${name} < 1000`,
          `${name} BETWEEN -5 AND 5 OR ${name} IS NULL`,
          `${name} IN (1, 2, 30)`,
          `10 <= ${name}`,
        ]
      : [`${name} IS NULL OR ${name} <> 'x'`];
  const chosen = checks[check];
  if (chosen !== undefined) words.push(`CHECK (${chosen})`);
  // Few distinct values and UNIQUE would leave the table all but empty.
  if (unique && chosen === undefined && type !== 'BOOLEAN') words.push('UNIQUE');
  return words.filter(word => word !== '').join(' ');
}

/** Values that the CHECKs above allow, in ascending order. */
const LEGAL: readonly (readonly [RegExp, readonly (string | number)[]])[] = [
  [/IN \('new'/, ['Paid', 'gone', 'new', 'paid']],
  [/length\(/, ['10:00', 'a1@x', 'abc', 'new', 'paid']],
  [/LIKE 'a_%@%'/, ['A1@y', 'a1@x', 'abc@', 'ax@new']],
  [/GLOB '\[A-C\]/, ['A1', 'A10', 'B2x', 'C9']],
  [/> 0 AND/, [1, 2, 3, 10, 30, 999]],
  [/BETWEEN -5 AND 5/, [-5, 0, 1, 2, 3, 5]],
  [/IN \(1, 2, 30\)/, [1, 2, 30]],
  [/^10 <=/, [10, 11, 30, 250]],
];

/** Some values a column of these schemas may hold, where it has a CHECK or is calculated. */
export function legalSamples(table: Table, column: Column): readonly (string | number)[] | undefined {
  if (column.generated !== undefined) return ['!', '1!', '2!', 'a!', 'new!', 'paid!'];
  if (/BOOL/.test(column.type)) return [0, 1];
  const check = table.checks.find(each => new RegExp(`\\b${column.name}\\b`).test(each));
  return LEGAL.find(([pattern]) => check !== undefined && pattern.test(check))?.[1];
}

function indexDdl(shape: TableShape, number: number, column: string): string {
  switch (shape.index) {
    case 'none':
      return '';
    case 'plain':
      return `\nCREATE INDEX i${number} ON t${number} (${column} DESC);`;
    case 'partial unique':
      return `\nCREATE UNIQUE INDEX i${number} ON t${number} (${column}) WHERE ${column} = 'new';`;
    case 'expression unique':
      return `\nCREATE UNIQUE INDEX i${number} ON t${number} (upper(${column}));`;
  }
}
