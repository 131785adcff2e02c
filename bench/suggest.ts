/**
 * How fast the search answers: 40 queries on the medium sample database. For each query its own time (the first run,
 * which is cold, and the best warm one), the time beyond the first run until the first verified gain and until the
 * final answer, and the speedup.
 *
 *   npx tsx bench/suggest.ts [part of a file name …]
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultOptions } from '../src/core/optimize/contract.ts';
import { optimize } from '../src/core/optimize/search.ts';
import { buildSample } from '../src/core/sample/sample.ts';
import { readSchema } from '../src/core/schema/read.ts';
import { testEngine } from '../test/unit/engine.ts';

interface Line {
  readonly query: string;
  readonly cold: number;
  readonly warm: number;
  readonly first?: number;
  readonly final: number;
  readonly speedup?: number;
  readonly what: string;
}

const folder = path.join(import.meta.dirname, 'queries');
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter(name => name.endsWith('.sql') && (wanted.length === 0 || wanted.some(part => name.includes(part))))
  .sort();

const engine = await testEngine();
const database = engine.open();
buildSample(database, 'medium', 1);
const schema = readSchema(database);

/** Of the first run that was timed since it was set to undefined, in milliseconds. */
let coldMs: number | undefined;
const prepare = database.prepare.bind(database);
database.prepare = sql => {
  const statement = prepare(sql);
  const drain = statement.drain.bind(statement);
  statement.drain = limitMs => {
    const begin = performance.now();
    try {
      return drain(limitMs);
    } finally {
      coldMs ??= performance.now() - begin;
    }
  };
  return statement;
};

console.log(heading());
const lines: Line[] = [];
for (const file of files) {
  const sql = readFileSync(path.join(folder, file), 'utf8').trim().replace(/;$/, '');
  const begin = performance.now();
  coldMs = undefined;
  let first: number | undefined;
  const result = optimize({
    engine,
    database,
    schema,
    sql,
    clock: performance,
    options: defaultOptions,
    onEvent: event => {
      if (event.type === 'suggestion') first ??= beyond(begin);
    },
  });
  const { suggestion, rejected, tried } = result;
  const refuted = rejected.length > 0 ? `, ${rejected.length} rejected` : '';
  const line: Line = {
    query: file.replace(/\.sql$/, ''),
    cold: coldMs ?? 0,
    warm: result.original.ms,
    ...(first === undefined ? {} : { first }),
    final: beyond(begin),
    ...(suggestion ? { speedup: suggestion.speedup } : {}),
    what: `${suggestion?.techniques.join(' + ') ?? '–'} (${tried.rewrites} rewrites, ${tried.indexes} indexes${refuted})`,
  };
  lines.push(line);
  console.log(row(line));
}

const finals = lines.map(line => line.final);
const firsts = lines.flatMap(line => (line.first === undefined ? [] : [line.first]));
console.log(`\n${firsts.length} of ${lines.length} queries improved`);
console.log(
  `first verified gain beyond the own time: p50 ${ms(quantile(firsts, 0.5))}, p95 ${ms(quantile(firsts, 0.95))}`,
);
console.log(
  `final answer beyond the own time: p50 ${ms(quantile(finals, 0.5))}, p95 ${ms(quantile(finals, 0.95))}`,
);
console.log(`memory peak: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

/** The time since `begin` without the first run. */
function beyond(begin: number): number {
  return performance.now() - begin - (coldMs ?? 0);
}

function heading(): string {
  const cells = ['cold', 'warm', 'first', 'final'].map(text => text.padStart(11));
  return ['query'.padEnd(28), ...cells, 'speedup'.padStart(9)].join('  ');
}

function row(line: Line): string {
  const speedup = line.speedup === undefined ? '' : `${line.speedup.toFixed(1)}×`;
  const first = line.first === undefined ? '' : ms(line.first);
  const cells = [
    line.query.padEnd(28),
    ms(line.cold).padStart(11),
    ms(line.warm).padStart(11),
    first.padStart(11),
    ms(line.final).padStart(11),
  ];
  return [...cells, speedup.padStart(9), line.what].join('  ');
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
