import assert from 'node:assert/strict';
import { datasetCard } from '../../../src/core/dataset/card.ts';
import { dollars, duration, exactShare } from '../../../src/core/dataset/figures.ts';
import { Histogram } from '../../../src/core/dataset/histogram.ts';
import { histogramSvg } from '../../../src/core/dataset/histogram-svg.ts';
import { type DatasetStatistics, StatisticsBuilder } from '../../../src/core/dataset/statistics.ts';
import { statisticsText } from '../../../src/core/dataset/statistics-text.ts';
import { Tally } from '../../../src/core/dataset/tally.ts';
import { perMinute } from '../../../src/core/format.ts';
import { originalReward, rewardCap } from '../../../src/core/pipeline/reward.ts';
import { madePair, madeRejected } from './made-pair.ts';

function statistics(fill: (builder: StatisticsBuilder) => void): DatasetStatistics {
  const builder = new StatisticsBuilder({ rewardCap, originalReward });
  fill(builder);
  return builder.result();
}

describe('entropy', () => {
  it('is log2 of the kinds when all are equal, 0 when there is one or none', () => {
    const even = new Tally<string>();
    for (const key of ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd']) even.add(key);
    assert.equal(even.entropy(), 2);
    const one = new Tally<string>();
    assert.equal(one.entropy(), 0);
    one.add('a', 5);
    assert.equal(Object.is(one.entropy(), 0), true);
    const uneven = new Tally<string>();
    uneven.add('a', 3);
    uneven.add('b');
    assert.ok(Math.abs(uneven.entropy() - 0.8112781) < 1e-6);
  });
});

describe('figures', () => {
  it('never round to all or to nothing', () => {
    const texts = [0, 0.0004, 0.004, 0.0999, 0.254, 0.9996, 0.996, 1].map(exactShare);
    assert.deepEqual(texts, ['0 %', 'under 0.1 %', '0.4 %', '10 %', '25 %', '99.9 %', '99.6 %', '100 %']);
  });

  it('read in dollars, rates and times', () => {
    assert.deepEqual([0, 0.00042, 1.7, 1.999, 1234.5].map(dollars), [
      '$0.00',
      '$0.00042',
      '$1.70',
      '$2.00',
      '$1,234.50',
    ]);
    assert.deepEqual([0.104, 1.234, 18].map(perMinute), ['6.2', '74', '1,080']);
    assert.deepEqual([42, 720, 32_400, 32_700].map(duration), ['42 s', '12 min', '9 h', '9 h 5 min']);
  });
});

describe('histograms', () => {
  it('put every value into one bin', () => {
    const histogram = new Histogram([1, 2, 5], String);
    for (const value of [0, 1, 1.99, 2, 5, 1e9]) histogram.add(value);
    assert.deepEqual(
      histogram.bins().map(bin => [bin.label, bin.count]),
      [
        ['1 – 2', 3],
        ['2 – 5', 1],
        ['5 and more', 2],
      ],
    );
  });

  it('are drawn with what they hold', () => {
    const svg = histogramSvg([{ title: 'A < B & "C"', bins: [{ label: '<1', from: 0, count: 1234 }] }]);
    assert.match(svg, /A &lt; B &amp; &quot;C&quot;/);
    assert.match(svg, />1,234<\/text>/);
    assert.doesNotMatch(svg, /NaN|undefined|<1</);
  });
});

describe('the statistics of a dataset', () => {
  it('of nothing are zeros and dashes', () => {
    const empty = statistics(() => {});
    assert.equal(empty.pairs, 0);
    assert.equal(empty.largestTechnique, null);
    assert.equal(empty.pairsPerSecond, null);
    assert.doesNotMatch(statisticsText(empty), /NaN|undefined|Infinity/);
  });

  it('count pairs, and variants apart', () => {
    const figures = statistics(builder => {
      builder.addPair(madePair({ template: 'a', techniques: ['or-to-in', 'index'], reward: 1, speedup: 10 }));
      builder.addPair(madePair({ template: 'a', techniques: ['or-to-in'], difficulty: 'hard', speedup: 2 }));
      builder.addPair(madePair({ template: 'b', schema: 'zoo', split: 'held-out', speedup: 3 }));
      builder.addPair(madePair({ template: 'b', techniques: ['bare-column'], speedup: 4 }));
      builder.addPair(madePair({ template: 'c', variantOf: madePair().id, techniques: ['group-by-key'] }));
      builder.addRejected(madeRejected());
    });
    assert.deepEqual([figures.pairs, figures.variants, figures.train, figures.heldOut], [4, 1, 3, 1]);
    assert.deepEqual([figures.templates, figures.templateShare], [2, 0.5]);
    assert.deepEqual(figures.largestTechnique, { technique: 'or-to-in', share: 0.75 });
    assert.deepEqual(figures.techniques, [
      ['or-to-in', 3],
      ['bare-column', 1],
      ['index', 1],
    ]);
    assert.equal(figures.reward.shareAtCap, 0.25);
    assert.equal(figures.speedup.median, 3);
    assert.deepEqual(figures.rejected, [['refuted', 1]]);
    assert.equal(figures.cells.find(cell => cell.schema === 'shop' && cell.difficulty === 'hard')?.count, 1);
  });

  it('tell how many pairs returned no row, of those of which the rows are known', () => {
    const { timing } = madePair();
    const of = (...rows: (number | undefined)[]): DatasetStatistics =>
      statistics(builder => {
        for (const [n, resultRows] of rows.entries())
          builder.addPair(
            madePair({
              slow: `SELECT ${n}`,
              timing: { ...timing, ...(resultRows !== undefined && { resultRows }) },
            }),
          );
        const none = { ...timing, resultRows: 0 };
        builder.addPair(madePair({ slow: 'v', variantOf: madePair().id, timing: none }));
      });
    const figures = of(0, 7, undefined, 1, 0, undefined, 3, 4, 5, 6);
    assert.deepEqual(figures.resultRows, { none: 2, known: 8 });
    assert.match(
      statisticsText(figures),
      /^ {2}returned no row when timed +2 \(25 % of 8 pairs of which it is known\)$/m,
    );
    assert.match(statisticsText(of(undefined)), /^ {2}returned no row when timed +–$/m);
  });

  it('tell how many rewards lie near the largest one, and how many the original would cap', () => {
    const figures = statistics(builder => {
      for (const [reward, speedup] of [
        [0.8, 1000],
        [0.77, 300],
        [0.75, 40],
        [0.2, 2],
      ] as const)
        builder.addPair(madePair({ reward, speedup }));
    });
    assert.equal(figures.reward.shareAtCap, 0);
    assert.equal(figures.reward.shareNearLargest, 0.5);
    assert.deepEqual(figures.reward.fullestBin, { label: '0.75 – 0.80', share: 0.5 });
    assert.equal(figures.reward.originalShareAtCap, 0.5);
    assert.match(statisticsText(figures), /rewards of at least 0\.95 × the largest +50 %/);
    assert.doesNotMatch(statisticsText({ ...figures, pairs: 999 }), /Compared with/);
    assert.match(
      statisticsText({ ...figures, pairs: 1000 }),
      /at the cap of the reward +0 % +50 % of these pairs by its formula/,
    );
  });

  it('count the cost of a query once, and by the run where its events tell more', () => {
    const costing = (item: number, cost: number, run = 'a') => {
      const { provenance } = madePair();
      return { slow: `SELECT ${item} FROM orders`, provenance: { ...provenance, run, item, cost } };
    };
    const figures = statistics(builder => {
      builder.addPair(madePair(costing(1, 0.5)));
      builder.addRejected({ ...madeRejected(), ...costing(1, 0.25) });
      builder.addRejected({ ...madeRejected(), ...costing(1, 0) });
      builder.addRejected({ ...madeRejected(), ...costing(2, 0.25) });
      builder.addRejected({ ...madeRejected(), ...costing(1, 0.25, 'b') });
      builder.addRunCost('b', 2);
    });
    assert.equal(figures.cost, 2.75);
  });

  it('tell success by stage, and the rate of the runs', () => {
    const figures = statistics(builder => {
      for (const miss of [undefined, undefined, 'failed', 'nothing to improve'])
        builder.addItem({
          stage: 2,
          pairs: miss === undefined ? 2 : 0,
          ...(miss !== undefined && { miss }),
        });
      builder.addSeconds(8);
    });
    assert.deepEqual(figures.stages, [
      {
        stage: 2,
        items: 4,
        successes: 2,
        misses: [
          ['failed', 1],
          ['nothing to improve', 1],
        ],
      },
    ]);
    assert.equal(figures.pairsPerSecond, 0.5);
    assert.match(statisticsText(figures), /^ {2}2 +4 +50 % +failed 25 %, nothing to improve 25 %$/m);
  });
});

describe('what pairs rest on', () => {
  const { timing, verdict, provenance } = madePair();
  const own = madePair({
    slow: 'SELECT 1',
    timing: { ...timing, ownRows: true },
    verdict: { ...verdict, databases: 119, asked: 200 },
    provenance: { ...provenance, run: 'r2', ownValues: true },
  });
  const madeUp = madePair({
    slow: 'SELECT 2',
    schema: 'own-shop-1234abcd',
    timing: { ...timing, ownRows: false },
    verdict: { ...verdict, asked: 200 },
  });
  const older = madePair({ slow: 'SELECT 3', schema: 'own-shop-1234abcd' });
  const imported = madePair({
    slow: 'SELECT 4',
    timing: { ...timing, ownRows: false },
    provenance: { ...provenance, run: 'import-a.jsonl', writer: 'import' },
  });

  it('is counted: databases, rows and values of the user’s own', () => {
    const figures = statistics(builder => {
      for (const pair of [own, madeUp, older, imported]) builder.addPair(pair);
    });
    assert.deepEqual(figures.databases, { fewer: 1, known: 2 });
    assert.deepEqual(figures.timedOn, { own: 1, madeUp: 2, unknown: 1 });
    assert.deepEqual([figures.ownValues, figures.runs], [3, 3]);
    assert.match(statisticsText(figures), /judged on fewer databases than asked for +1 \(50 %\)/);
  });

  it('is told by the dataset card', () => {
    const card = (...pairs: (typeof own)[]): string =>
      datasetCard({
        files: [],
        statistics: statistics(builder => {
          for (const pair of pairs) builder.addPair(pair);
        }),
        heldOutSchemas: [],
        promptVersion: 'p',
        plainPromptVersion: 'c',
      });
    assert.match(
      card(own, madeUp),
      /measured by 2 runs, which may have been on different machines: of 1 pair on made-up/,
    );
    assert.match(card(own), /measured: of 1 pair on rows of somebody's own database\./);
    assert.match(card(own), /The queries of 1 pair in the dataset may hold values of rows/);
    assert.doesNotMatch(card(madeUp), /somebody/);
  });
});
