/**
 * A long fuzz run of the judge: `npx tsx bench/fuzz.ts [--rounds N] [--minutes M] [--seed S] [--databases N]
 * [--again N] [--instances N] [--forms N] [--mistakes N]`.
 *
 * A mistake that survived `--databases` although random rows tell it apart is judged with `--again` databases, as many
 * as the product builds in batches; only what survives those is a failure. The others are counted.
 *
 * Prints every failure, and every weakness, with its seed (`--rounds 1 --seed S` repeats it) and the counts at the end;
 * exits with 1 when there was a failure.
 */
import { parseArgs } from 'node:util';
import { testEngine } from '../test/unit/engine.ts';
import { type Count, runRound } from '../test/unit/fuzz/round.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    databases: { type: 'string', default: '200' },
    again: { type: 'string', default: '200' },
    instances: { type: 'string', default: '2000' },
    forms: { type: 'string', default: '2' },
    mistakes: { type: 'string', default: '2' },
  },
});
const engine = await testEngine();
const counts = new Map<Count, number>();
const kinds = new Map<string, number>();
const reasons = new Map<string, number>();
/** Verdicts by the kind of form or mistake. */
const judged = new Map<string, Map<string, number>>();
let rounds = 0;
const start = performance.now();
let slowest = { seed: 0, ms: 0 };
for (let i = 0; i < Number(values.rounds); i += 1) {
  if (performance.now() - start > Number(values.minutes) * 60_000) break;
  const seed = Number(values.seed) + i;
  const began = performance.now();
  const result = runRound(engine, seed, {
    databases: Number(values.databases),
    again: Number(values.again),
    instances: Number(values.instances),
    forms: Number(values.forms),
    mistakes: Number(values.mistakes),
  });
  const ms = performance.now() - began;
  rounds += 1;
  if (ms > slowest.ms) slowest = { seed, ms };
  for (const [what, count] of result.counts) counts.set(what, (counts.get(what) ?? 0) + count);
  for (const { what, name, verdict } of result.judged) {
    const verdicts = judged.get(`${what.padEnd(8)}${name}`) ?? new Map<string, number>();
    judged.set(`${what.padEnd(8)}${name}`, verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1));
  }
  for (const reason of result.reasons) {
    const kind = reason.replace(/\b(?:t\d|c\d+|x\d+|w|u|order)\b/g, '…');
    reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
  }
  for (const note of result.weak) console.log(`   seed ${seed}: ${note}`);
  for (const failure of result.failures) {
    kinds.set(failure.kind, (kinds.get(failure.kind) ?? 0) + 1);
    console.log(`\n── seed ${seed}: ${failure.kind} (${failure.form})`);
    console.log(`${failure.ddl}\nA: ${failure.a}\nB: ${failure.b}\n${failure.detail}`);
  }
}
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage();
console.log(
  `\n${rounds} rounds from seed ${values.seed} in ${seconds.toFixed(0)} s (${((cpu.user + cpu.system) / 1e6).toFixed(0)} s of processor): ` +
    `${(rounds / seconds).toFixed(1)} a second; slowest: seed ${slowest.seed}, ${slowest.ms.toFixed(0)} ms`,
);
for (const [what, count] of [...counts].sort()) console.log(`${what.padEnd(52)}${count}`);
for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 15))
  console.log(`undetermined ${String(count).padStart(5)}  ${reason}`);
const VERDICTS = ['proved', 'survived', 'refuted', 'undetermined'];
console.log(`\n${'judged'.padEnd(48)}${VERDICTS.map(verdict => verdict.padStart(13)).join('')}`);
for (const [name, verdicts] of [...judged].sort())
  console.log(
    `${name.padEnd(48)}${VERDICTS.map(verdict => String(verdicts.get(verdict) ?? 0).padStart(13)).join('')}`,
  );
for (const [kind, count] of kinds) console.log(`FAILURES: ${kind.padEnd(14)}${count}`);
if (kinds.size === 0) console.log('No failures.');
process.exitCode = kinds.size > 0 ? 1 : 0;
