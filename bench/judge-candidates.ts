/**
 * How long the editor's judging takes: for each of the 40 queries of `queries/`, up to five rewrites that the rules
 * offer, judged as the editor does it (400 databases and 48 deliberate mistakes for one original). The aim: 2 s for all
 * five.
 *
 *   npx tsx bench/judge-candidates.ts [part of a file name …]
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../src/core/dialect/sqlite/analyze.ts';
import { defaultOptions } from '../src/core/optimize/contract.ts';
import { type Rewrite, RewriteSpace } from '../src/core/optimize/rewrites.ts';
import { rules } from '../src/core/optimize/rules.ts';
import { buildSample } from '../src/core/sample/sample.ts';
import type { Schema } from '../src/core/schema/model.ts';
import { readSchema } from '../src/core/schema/read.ts';
import { createJudge } from '../src/core/verify/judge.ts';
import { testEngine } from '../test/unit/engine.ts';
import { percentile } from './statistics.ts';

const MOST = 5;
const AIM_MS = 2000;

const folder = path.join(import.meta.dirname, 'queries');
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter(name => name.endsWith('.sql') && (wanted.length === 0 || wanted.some(part => name.includes(part))))
  .sort();
const engine = await testEngine();
const database = engine.open();
buildSample(database, 'small', 1);
const schema = readSchema(database);
database.close();
const { databases, mutants, seed } = defaultOptions;

console.log(
  ['query'.padEnd(28), 'rewrites', '       time', 'databases (fewest of one)', 'verdicts'].join('  '),
);
const times: number[] = [];
let fewest = Number.POSITIVE_INFINITY;
for (const file of files) {
  const sql = readFileSync(path.join(folder, file), 'utf8').trim().replace(/;$/, '');
  const rewrites = offered(sql, schema);
  if (rewrites.length === 0) continue;
  const begin = performance.now();
  const judge = createJudge(engine, schema, sql, { databases, mutants, seed, budgetMs: AIM_MS });
  const verdicts = rewrites.map(rewrite => judge.judge(rewrite));
  judge.close();
  const ms = performance.now() - begin;
  times.push(ms);
  const survived = verdicts.filter(verdict => verdict.verdict === 'survived');
  const least = Math.min(...survived.map(verdict => verdict.databases));
  fewest = Math.min(fewest, least);
  const cells = [file.replace(/\.sql$/, '').padEnd(28), String(rewrites.length).padStart(8)];
  const told = verdicts.map(verdict => verdict.verdict).join(', ');
  console.log(
    [
      ...cells,
      `${ms.toFixed(0).padStart(8)} ms`,
      String(survived.length ? least : '–').padStart(25),
      told,
    ].join('  '),
  );
}
const [p50, p95, most] = [0.5, 0.95, 1].map(share => `${percentile(times, share).toFixed(0)} ms`);
console.log(`\n${times.length} queries with rewrites: p50 ${p50}, p95 ${p95}, longest ${most}`);
console.log(
  `beyond ${AIM_MS / 1000} s: ${times.filter(ms => ms > AIM_MS).length}; fewest databases ${fewest}`,
);

/** Rewrites of the query, then of its rewrites. */
function offered(sql: string, over: Schema): string[] {
  const space = new RewriteSpace(analyze(sql, over), rules, undefined);
  const found: Rewrite[] = [...space.expand()].slice(0, MOST);
  for (let i = 0; i < found.length && found.length < MOST; i++)
    for (const next of space.expand(found[i])) if (found.length < MOST) found.push(next);
  return found.map(rewrite => rewrite.sql);
}
