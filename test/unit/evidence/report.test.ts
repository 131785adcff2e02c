import assert from 'node:assert/strict';
import { entryHeading, summaryMarkdown } from '../../../src/core/evidence/file-summary.ts';
import { headline, rewriteAlonePays } from '../../../src/core/evidence/gains.ts';
import { fenced, markdownTable } from '../../../src/core/evidence/markdown.ts';
import { migrationFileName, migrationSql } from '../../../src/core/evidence/migration.ts';
import { planTree } from '../../../src/core/evidence/plan-tree.ts';
import { ownRowBlocks, rejectionMarkdown } from '../../../src/core/evidence/rejection.ts';
import { evidenceMarkdown } from '../../../src/core/evidence/report.ts';
import { verdictLine, verdictSentences } from '../../../src/core/evidence/verdict-text.ts';
import { index, refuted, result, suggestion, survived, timing } from './results.ts';

const stopped = { ...result().original, ms: 10_000, timedOut: true, rows: 0 };
const context = { place: 'report.sql, line 12', database: { name: 'shop.sqlite', origin: 'file' as const } };

describe('evidence: report', () => {
  it('rewrite gain and index gain stand apart', () => {
    const both = suggestion({
      speedup: 12.6,
      rewriteSpeedup: 4.5,
      indexSpeedup: 2.8,
      indexes: [index],
      timing: { before: timing(812), after: timing(64), rewriteOnly: timing(180) },
    });
    assert.equal(headline(both), '12× faster: 4.5× by the rewrite, 2.8× by 1 new index');
    const text = evidenceMarkdown(result({ suggestion: both }), context);
    assert.match(text, /rewrite alone\s+\|\s+180 ms \|\s+3 % \|\s+5 \|\s+4\.5×/);
    assert.match(text, /rewrite and 1 new index\s+\|\s+64 ms/);
    assert.match(text, /4\.2 MB \|\s+210 ms/);
    assert.match(text, /slows down every INSERT, UPDATE and DELETE on `t`/);
    assert.match(text, /copy in memory/);
  });

  it('a rewrite that is one of the mistakes not exposed is said to be weakly checked, before all else', () => {
    const verdict = { ...survived, mutants: { killed: 47, total: 48, rewriteAmong: true as const } };
    assert.match(verdictLine(verdict), /weak check: 47 of 48 .* the rewrite itself is one of the others/);
    assert.match(verdictSentences(verdict)[0] ?? '', /^The rewrite itself is one of the deliberate mistakes/);
  });

  it('an original stopped at its limit gives a lower bound', () => {
    const slow = suggestion({
      timing: { before: timing(10_000, { timedOut: true }), after: timing(190) },
      speedup: 52,
    });
    assert.equal(headline(slow), 'at least 52× faster');
    const text = evidenceMarkdown(result({ suggestion: slow }), context);
    assert.match(text, /^# At least 52× faster$/m);
    assert.match(text, /> 10 s/);
    assert.match(text, /≥ 52×/);
  });

  it('an original measured once says so, and claims a lower bound', () => {
    const slow = suggestion({
      timing: { before: timing(4000, { samples: 1, spread: 0 }), after: timing(20) },
      speedup: 100,
    });
    const once = { ...result().original, ms: 4000, samples: 1, spread: 0 };
    const text = evidenceMarkdown(result({ suggestion: slow, original: once }), context);
    assert.match(text, /^# At least 100× faster$/m);
    assert.match(text, /original\s+\|\s+4 s \|\s+– \|\s+1 \|/);
    assert.match(text, /measured once/);
    const nothing = evidenceMarkdown(result({ suggestion: null, original: once }), context);
    assert.match(nothing, /Measured: 4 s, measured once\./);
  });

  it('no spread is given of times too short for one', () => {
    const measured = (ms: number): string =>
      evidenceMarkdown(
        result({ suggestion: null, original: { ...result().original, ms, samples: 5, spread: 2.8 } }),
        context,
      );
    assert.match(measured(0.006), /Measured: 0\.006 ms, too short for a steady time\./);
    assert.match(measured(6), /Measured: 6 ms, spread 280 %\./);
  });

  it('no share below 1 is given to a rewrite beside an index', () => {
    const beside = suggestion({
      speedup: 12,
      rewriteSpeedup: 0.8,
      indexSpeedup: 15,
      indexes: [index],
      timing: { before: timing(120), after: timing(10), rewriteOnly: timing(150) },
    });
    assert.equal(headline(beside), '12× faster by a rewrite with 1 new index');
    assert.doesNotMatch(evidenceMarkdown(result({ suggestion: beside }), context), /0\.8×|15×/);
  });

  it('the verdict names its strength and what was not caught', () => {
    assert.equal(verdictLine(survived), 'survived 412 databases, 47 of 48 deliberate mistakes caught');
    const twice = { ...survived, uncaught: ['DISTINCT added', '`<` became `<=`', 'DISTINCT added'] };
    assert.match(
      verdictSentences(twice).join('\n'),
      /not exposed: DISTINCT added \(2 times\); `<` became `<=`\.$/m,
    );
    assert.ok(verdictSentences(survived).includes('On the data here: all 1,203 result rows are equal.'));
  });

  it('what was only sampled is not called equal', () => {
    const sentences = verdictSentences({
      ...survived,
      ownData: { rows: 5_000_000, extent: 'sampled', compared: 200_000, why: 'more than 200,000 rows.' },
    });
    assert.ok(
      sentences.includes(
        'On the data here: 5,000,000 result rows on both sides, of which 200,000 were compared (more than 200,000 rows).',
      ),
    );
  });

  it('undetermined is never worded as survived', () => {
    const line = verdictLine({
      ...survived,
      verdict: 'undetermined',
      reason: 'random() differs from run to run.',
    });
    assert.equal(line, 'undetermined: random() differs from run to run.');
  });

  it('an unchanged statement is proved in its own words', () => {
    const unchanged = { ...survived, verdict: 'proved' as const, steps: ['The statement is unchanged.'] };
    assert.equal(verdictLine(unchanged), 'proved: the statement is unchanged');
    const steps = ['OR of equals became IN.', 'Constants were folded.'];
    assert.equal(verdictLine({ ...unchanged, steps }), 'proved: both have the same normal form');
    assert.ok(verdictSentences({ ...unchanged, steps }).includes('OR of equals became IN.'));
  });

  it('synthetic data is called made up', () => {
    const database = { name: 'synthetic data', origin: 'synthetic' as const };
    assert.match(evidenceMarkdown(result(), { database }), /made-up rows/);
  });

  it('for a pull request both texts are shown; beside a diff they are not', () => {
    assert.match(
      evidenceMarkdown(result(), context, { withSql: true }),
      /## Before\n\n```sql\nSELECT a FROM t WHERE b = 1/,
    );
    assert.doesNotMatch(evidenceMarkdown(result(), context), /b = 1 OR b = 2/);
  });

  it('nothing to improve says why and what was tried', () => {
    const text = evidenceMarkdown(
      result({ suggestion: null, reason: 'Three rewrites ran no faster.' }),
      context,
    );
    assert.match(text, /^# Nothing to improve$/m);
    assert.match(text, /Three rewrites ran no faster\./);
    assert.match(text, /Tried 3 rewrites and 2 indexes, judged 2, in 640 ms\./);
  });

  it('an original without end is not called fine', () => {
    const text = evidenceMarkdown(
      result({ suggestion: null, reason: 'No rule applies.', original: stopped }),
      context,
    );
    assert.match(
      text,
      /^# Stopped after 10 s, nothing faster found\n\n.* · original stopped after 10 s\n\nNo rule applies\./,
    );
    assert.doesNotMatch(text, /nothing to improve/i);
  });

  it('a thin check is called weak, and one without the own rows says so', () => {
    const weak = { ...survived, mutants: { killed: 2, total: 3 } };
    assert.equal(verdictLine(weak), 'survived 412 databases; weak check: 2 of 3 deliberate mistakes caught');
    assert.match(verdictLine({ ...survived, mutants: { killed: 9, total: 20 } }), /weak check: 9 of 20/);
    const why = 'The original was stopped at its time limit, so its rows are not known.';
    const apart = { ...survived, ownData: { rows: 0, extent: 'skipped' as const, compared: 0, why } };
    assert.equal(
      verdictLine(apart),
      'survived 412 built databases only (the rows here were not compared), 47 of 48 deliberate mistakes caught',
    );
  });

  it('parameter cases show the worst first', () => {
    const text = evidenceMarkdown(
      result({
        suggestion: suggestion({
          parameterCases: [{ label: 'frequent', values: { ':id': 7n }, before: 10, after: 5, speedup: 2 }],
        }),
      }),
      context,
    );
    assert.match(text, /frequent \| :id = 7 \|\s+10 ms \|\s+5 ms \|\s+2×/);
  });

  it('the rewrite may be applied alone from 1.1× on, and never without a rewrite', () => {
    assert.equal(rewriteAlonePays(suggestion({ rewriteSpeedup: 1.09 })), false);
    assert.equal(rewriteAlonePays(suggestion({ rewriteSpeedup: 1.1 })), true);
    assert.equal(rewriteAlonePays(suggestion({ rewritten: false, rewriteSpeedup: 2 })), false);
  });
});

describe('evidence: parts', () => {
  it('the plan is a tree', () => {
    const tree = planTree([
      {
        detail: 'SCAN a',
        children: [{ detail: 'SCALAR SUBQUERY', children: [{ detail: 'SCAN b', children: [] }] }],
      },
      { detail: 'USE TEMP B-TREE', children: [] },
    ]);
    assert.equal(tree, '├─ SCAN a\n│  └─ SCALAR SUBQUERY\n│     └─ SCAN b\n└─ USE TEMP B-TREE');
  });

  it('a table stays a table whatever its cells hold', () => {
    const table = markdownTable(['a', 'b'], [['x|y', 'two\nlines'], ['z']]);
    assert.equal(table.split('\n').length, 4);
    assert.match(table, /x\\\|y/);
  });

  it('a fence is longer than the backticks inside', () => {
    assert.equal(fenced('```'), '````\n```\n````');
  });

  it('the migration ends every statement and says what it costs', () => {
    const text = migrationSql([index], 'report.sql, line 12');
    assert.match(text, /^-- Index for report\.sql, line 12\./);
    assert.match(text, /-- 4\.2 MB, built in 210 ms\nCREATE INDEX t_b_idx ON t \(b\);\n$/);
  });

  it('the migration is named in the style of those that are there', () => {
    const now = new Date(2026, 10, 21, 9, 5, 7);
    const name = (...existing: string[]): string => migrationFileName([index], existing, now);
    assert.equal(name(), '20261121_add_t_b_index.sql');
    assert.equal(name('schema.sql', '009_users.sql', '010_orders.sql'), '011_add_t_b_index.sql');
    assert.equal(name('1-a.sql'), '2-add_t_b_index.sql');
    assert.equal(name('V4__a.sql', 'V12__b.sql'), 'V13__add_t_b_index.sql');
    assert.equal(name('20250131120000_a.sql'), '20261121090507_add_t_b_index.sql');
    assert.equal(name('20261121_add_t_b_index.sql'), '20261121_add_t_b_index_2.sql');
    const other = { ...index, table: 'Order Lines', sql: 'CREATE INDEX i ON "Order Lines" (b DESC, "c d")' };
    assert.equal(migrationFileName([other], [], now), '20261121_add_order_lines_b_c_d_index.sql');
    assert.equal(migrationFileName([index, other], [], now), '20261121_add_t_order_lines_indexes.sql');
  });

  it('a refuted candidate shows the rows that differ on the own data', () => {
    const { witness, ...verdict } = refuted;
    const ownRows = { columns: ['id'], onlyOriginal: [[7n]], onlyRewrite: [] };
    const text = rejectionMarkdown('SELECT 1', {
      sql: 'SELECT 2',
      techniques: [],
      reason: verdict.explanation,
      verdict: { ...verdict, reason: 'own data', ownRows },
    });
    assert.ok(witness);
    const begin =
      'the original returns these rows, among others, which the candidate does not return, or not as often:';
    assert.ok(text.includes(`${begin}\n\n| id  |\n| --- |\n| 7   |`), text);
    assert.doesNotMatch(text, /the candidate returns these rows/);
  });

  it('a row that comes several times too often is listed once', () => {
    const ownRows = {
      columns: ['at', 'n'],
      onlyOriginal: [],
      onlyRewrite: [...Array.from({ length: 5 }, () => ['978000000', 1n]), ['978000001', 2n]],
    };
    const [sentence, table] = ownRowBlocks(ownRows, 'x2.sql', 'x1.sql');
    assert.match(
      sentence ?? '',
      /x2\.sql returns these rows.* which x1\.sql does not return, or not as often:$/,
    );
    assert.equal(table?.split("'978000000'").length, 2, table);
    assert.match(table ?? '', /at least 5 times more/);
  });

  it('a refuted candidate shows its witness and both answers', () => {
    const text = rejectionMarkdown('SELECT 1', {
      sql: 'SELECT 2',
      techniques: ['in-to-exists'],
      reason: 'NULLs.',
      verdict: refuted,
    });
    assert.match(text, /^# Refuted: in-to-exists$/m);
    assert.match(text, /^orders \(1 row\):$/m);
    assert.match(text, /\| 1\s+\| NULL\s+\|/);
    assert.equal(text.split('NULLs.').length, 2, 'the reason stands there once');
    assert.match(text, /The original returns\n\nNo rows\./);
    assert.match(
      text,
      /The candidate returns\n\n\| {5}\| id {2}\|\n.*\n\| ≠ {3}\| 1 {3}\|\n\n≠ marks the rows/,
    );
    assert.match(text, /INSERT INTO orders VALUES \(1, NULL\);/);
    assert.match(text, /With `:min` = 3\.0\./);
  });

  it('the summary of a file counts and lists every statement', () => {
    const endless = result({ suggestion: null, original: stopped });
    const faster = { line: 3, sql: 'SELECT a\nFROM t', outcome: { result: result() } };
    const text = summaryMarkdown(
      'report.sql',
      [
        faster,
        { line: 9, sql: 'SELECT {% if %}', outcome: { message: 'cannot be run: template' } },
        { line: 12, sql: 'SELECT a', outcome: { message: 'There is no column "a".', line: 14 } },
        { line: 20, sql: 'SELECT b', outcome: { result: endless } },
      ],
      context.database,
    );
    assert.match(text, /^# report\.sql: 1 of 4 statements can be faster$/m);
    assert.match(text, /\|\s+9 \| SELECT \{% if %\} \|\s+\| not optimized, see below/);
    assert.match(
      text,
      /\n## Not optimized\n\n- Line 9: cannot be run: template\n- Line 14: There is no column "a"\.\n/,
    );
    assert.match(text, /\|\s+20 \| SELECT b\s+\| > 10 s \| stopped, nothing faster found/);
    assert.ok(
      text.split('\n').every(line => !line.startsWith('|') || line.length < 90),
      'rows do not wrap',
    );
    assert.ok(text.includes(`${entryHeading(faster)}\n`));
  });
});
