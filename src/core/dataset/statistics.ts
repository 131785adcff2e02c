/**
 * The figures of a dataset. All are of pairs; variants are counted and nothing else. A technique's share is the share
 * of pairs that use it, alone or with others.
 */
import { formatRatio } from '../format.ts';
import type { Technique } from '../optimize/techniques.ts';
import { type Bin, Histogram } from './histogram.ts';
import { mayHoldOwnValues } from './own-values.ts';
import type { Difficulty, Pair, RejectedCandidate, RejectionKind } from './pair.ts';
import { QueryCosts } from './query-costs.ts';
import { Tally } from './tally.ts';

/** An item of a run's events: what was tried, and why it gave nothing. */
export interface TriedItem {
  readonly stage: 1 | 2;
  /** Pairs that it gave. */
  readonly pairs: number;
  /** Absent when it gave any. */
  readonly miss?: string;
}

export interface StageFigures {
  readonly stage: 1 | 2;
  readonly items: number;
  /** Items that gave a pair. */
  readonly successes: number;
  readonly misses: readonly (readonly [miss: string, count: number])[];
}

export interface Cell {
  readonly technique: Technique;
  readonly difficulty: Difficulty;
  readonly schema: string;
  readonly count: number;
}

export interface RewardRules {
  readonly rewardCap: number;
  originalReward(speedup: number): number;
}

export interface RewardFigures {
  readonly mean: number;
  readonly bins: readonly Bin[];
  /** At the reward's cap, which no gain that can be measured reaches; hence the two figures below. */
  readonly shareAtCap: number;
  /** Of pairs with a reward of at least 0.95 × the largest one. */
  readonly shareNearLargest: number;
  /** The bin with the most pairs; null without pairs. */
  readonly fullestBin: { readonly label: string; readonly share: number } | null;
  /** Of pairs that the original project's reward would put at its cap. */
  readonly originalShareAtCap: number;
}

export interface DatasetStatistics {
  readonly pairs: number;
  readonly variants: number;
  readonly train: number;
  readonly heldOut: number;
  readonly repairs: number;
  readonly rejected: readonly (readonly [kind: RejectionKind, count: number])[];
  readonly templates: number;
  /** Templates by pairs. */
  readonly templateShare: number;
  readonly techniques: readonly (readonly [technique: Technique, count: number])[];
  readonly difficulties: readonly (readonly [difficulty: Difficulty, count: number])[];
  readonly schemas: readonly (readonly [schema: string, count: number])[];
  readonly antiPatterns: readonly (readonly [antiPattern: string, count: number])[];
  readonly writers: readonly (readonly [writer: string, count: number])[];
  readonly optimizers: readonly (readonly [optimizer: string, count: number])[];
  /** Technique × difficulty × schema, the most frequent first. */
  readonly cells: readonly Cell[];
  readonly largestTechnique: { readonly technique: Technique; readonly share: number } | null;
  readonly reward: RewardFigures;
  /** `lowerBounds`: pairs whose slow side was stopped at its limit. */
  readonly speedup: { readonly median: number; readonly bins: readonly Bin[]; readonly lowerBounds: number };
  /** Pairs whose slow side returned no row where it was timed, of those of which the rows are known. */
  readonly resultRows: { readonly none: number; readonly known: number };
  readonly proved: number;
  /** Pairs that survived on fewer databases than asked for, of those of which that number is known. */
  readonly databases: { readonly fewer: number; readonly known: number };
  /** What the pairs were timed on: rows of the user's own, made-up ones, or what older versions do not say. */
  readonly timedOn: { readonly own: number; readonly madeUp: number; readonly unknown: number };
  /** Pairs whose literals may be values of the user's own rows. */
  readonly ownValues: number;
  /** Runs and imports that gave pairs. */
  readonly runs: number;
  /** Pairs whose techniques are what a model claims. */
  readonly claimed: number;
  /** Deliberate mistakes that the databases exposed, of all. */
  readonly mutants: { readonly killed: number; readonly total: number };
  /** Bits. */
  readonly entropy: { readonly techniques: number; readonly schemas: number; readonly templates: number };
  /**
   * US dollars, as the events of the runs say; of runs without events, as the pairs and the rejected candidates say.
   */
  readonly cost: number;
  readonly stages: readonly StageFigures[];
  /** Time that runs worked, in seconds; 0 without runs. */
  readonly seconds: number;
  /** Pairs of these runs, a second of that time; null without runs. */
  readonly pairsPerSecond: number | null;
}

const rewardEdges = Array.from({ length: 20 }, (_, i) => i / 20);
/** Rewards from this share of the largest on count as near it. */
const nearLargest = 0.95;
const speedupEdges = [1, 1.1, 1.5, 2, 3, 5, 10, 30, 100, 300, 1000, 10_000];

/**
 * Takes a dataset pair by pair; memory grows with the number of different templates, of pairs (16 bytes each) and of
 * queries with a cost.
 */
export class StatisticsBuilder {
  readonly #rules: RewardRules;
  readonly #techniques = new Tally<Technique>();
  readonly #difficulties = new Tally<Difficulty>();
  readonly #schemas = new Tally<string>();
  readonly #templates = new Tally<string>();
  readonly #antiPatterns = new Tally<string>();
  readonly #writers = new Tally<string>();
  readonly #optimizers = new Tally<string>();
  readonly #rejected = new Tally<RejectionKind>();
  readonly #cells = new Map<string, Cell>();
  readonly #rewards = new Histogram(rewardEdges, edge => edge.toFixed(2));
  readonly #speedups = new Histogram(speedupEdges, formatRatio);
  readonly #allSpeedups: number[] = [];
  readonly #allRewards: number[] = [];
  readonly #cost = new QueryCosts();
  readonly #items = new Map<1 | 2, Tally<string>>();
  #variants = 0;
  #train = 0;
  #repairs = 0;
  #rewardSum = 0;
  #atCap = 0;
  #atOriginalCap = 0;
  #lowerBounds = 0;
  #rowsKnown = 0;
  #noRows = 0;
  #proved = 0;
  #fewerDatabases = 0;
  #askedKnown = 0;
  readonly #timedOn = { own: 0, madeUp: 0, unknown: 0 };
  #ownValues = 0;
  readonly #runIds = new Set<string>();
  #claimed = 0;
  #killed = 0;
  #mutants = 0;
  #seconds = 0;
  #pairsOfRuns = 0;

  /**
   * Rewards from `rewardCap` on count as being at the cap; `originalReward` is the original project's, of a speedup.
   */
  constructor(options: RewardRules) {
    this.#rules = options;
  }

  addPair(pair: Pair): void {
    if (pair.variantOf !== null) {
      this.#variants++;
      return;
    }
    if (pair.split === 'train') this.#train++;
    for (const technique of new Set(pair.techniques)) {
      this.#techniques.add(technique);
      this.#addCell(technique, pair);
    }
    this.#difficulties.add(pair.difficulty);
    this.#schemas.add(pair.schema);
    this.#templates.add(pair.template);
    this.#antiPatterns.add(pair.provenance.antiPattern ?? 'unknown');
    this.#writers.add(nameOf(pair.provenance.writer, pair.provenance.model));
    this.#optimizers.add(pair.provenance.optimizer);
    this.#rewards.add(pair.reward);
    this.#rewardSum += pair.reward;
    this.#allRewards.push(pair.reward);
    if (this.#rules.originalReward(pair.speedup) >= 1) this.#atOriginalCap++;
    if (pair.reward >= this.#rules.rewardCap) this.#atCap++;
    this.#speedups.add(pair.speedup);
    this.#allSpeedups.push(pair.speedup);
    if (pair.timing.isLowerBound) this.#lowerBounds++;
    if (pair.timing.resultRows !== undefined) this.#rowsKnown++;
    if (pair.timing.resultRows === 0) this.#noRows++;
    this.#addEvidence(pair);
    this.#runIds.add(pair.provenance.run);
    if (pair.provenance.claimed) this.#claimed++;
    this.#cost.add(pair);
  }

  #addEvidence(pair: Pair): void {
    const { verdict, databases, asked, mutants } = pair.verdict;
    if (verdict === 'proved') this.#proved++;
    else if (asked !== undefined) {
      this.#askedKnown++;
      if (databases < asked) this.#fewerDatabases++;
    }
    this.#killed += mutants.killed;
    this.#mutants += mutants.total;
    const { ownRows } = pair.timing;
    this.#timedOn[ownRows === undefined ? 'unknown' : ownRows ? 'own' : 'madeUp']++;
    if (mayHoldOwnValues(pair)) this.#ownValues++;
  }

  addRejected(rejected: RejectedCandidate): void {
    this.#rejected.add(rejected.kind);
    this.#cost.add(rejected);
  }

  addRepair(): void {
    this.#repairs++;
  }

  addItem({ stage, pairs, miss }: TriedItem): void {
    const tally = this.#items.get(stage) ?? new Tally<string>();
    this.#items.set(stage, tally);
    tally.add(miss ?? '');
    this.#pairsOfRuns += pairs;
  }

  /** Adds what a run has cost in US dollars, as its events say. */
  addRunCost(run: string, cost: number): void {
    this.#cost.addRun(run, cost);
  }

  /** Adds time that a run worked. */
  addSeconds(seconds: number): void {
    this.#seconds += seconds;
  }

  result(): DatasetStatistics {
    const pairs = this.#difficulties.total;
    const share = (count: number): number => (pairs === 0 ? 0 : count / pairs);
    const [largest] = this.#techniques.entries();
    const stages = ([1, 2] as const).flatMap(stage => this.#stage(stage));
    return {
      pairs,
      variants: this.#variants,
      train: this.#train,
      heldOut: pairs - this.#train,
      repairs: this.#repairs,
      rejected: this.#rejected.entries(),
      templates: this.#templates.size,
      templateShare: share(this.#templates.size),
      techniques: this.#techniques.entries(),
      difficulties: this.#difficulties.entries(),
      schemas: this.#schemas.entries(),
      antiPatterns: this.#antiPatterns.entries(),
      writers: this.#writers.entries(),
      optimizers: this.#optimizers.entries(),
      cells: [...this.#cells.values()].sort((a, b) => b.count - a.count),
      largestTechnique: largest === undefined ? null : { technique: largest[0], share: share(largest[1]) },
      reward: this.#reward(pairs),
      speedup: {
        median: median(this.#allSpeedups),
        bins: this.#speedups.bins(),
        lowerBounds: this.#lowerBounds,
      },
      resultRows: { none: this.#noRows, known: this.#rowsKnown },
      proved: this.#proved,
      databases: { fewer: this.#fewerDatabases, known: this.#askedKnown },
      timedOn: { ...this.#timedOn },
      ownValues: this.#ownValues,
      runs: this.#runIds.size,
      claimed: this.#claimed,
      mutants: { killed: this.#killed, total: this.#mutants },
      entropy: {
        techniques: this.#techniques.entropy(),
        schemas: this.#schemas.entropy(),
        templates: this.#templates.entropy(),
      },
      cost: this.#cost.total(),
      stages,
      seconds: this.#seconds,
      pairsPerSecond: this.#seconds > 0 ? this.#pairsOfRuns / this.#seconds : null,
    };
  }

  #reward(pairs: number): RewardFigures {
    const share = (count: number): number => (pairs === 0 ? 0 : count / pairs);
    const largest = this.#allRewards.reduce((most, one) => Math.max(most, one), 0);
    const bins = this.#rewards.bins();
    const fullest = bins.reduce((most, bin) => (bin.count > most.count ? bin : most));
    return {
      mean: share(this.#rewardSum),
      bins,
      shareAtCap: share(this.#atCap),
      shareNearLargest: share(this.#allRewards.filter(one => one >= nearLargest * largest).length),
      fullestBin: pairs === 0 ? null : { label: fullest.label, share: share(fullest.count) },
      originalShareAtCap: share(this.#atOriginalCap),
    };
  }

  #addCell(technique: Technique, { difficulty, schema }: Pair): void {
    const key = `${technique} ${difficulty} ${schema}`;
    const count = (this.#cells.get(key)?.count ?? 0) + 1;
    this.#cells.set(key, { technique, difficulty, schema, count });
  }

  #stage(stage: 1 | 2): StageFigures[] {
    const tally = this.#items.get(stage);
    if (tally === undefined) return [];
    const misses = tally.entries().filter(([miss]) => miss !== '');
    return [{ stage, items: tally.total, successes: tally.of(''), misses }];
  }
}

function nameOf(writer: string, model: string | null): string {
  return model === null ? writer : `${writer} (${model})`;
}

/** 0 of nothing; the lower of the two middle ones, so that it promises nothing that was not measured. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
