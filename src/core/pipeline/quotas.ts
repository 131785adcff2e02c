/**
 * What the dataset lacks: counts over technique × difficulty × schema, which steer what is written next and say what
 * is accepted. A technique's share is the share of pairs that use it, alone or with others.
 */
import { type Difficulty, difficulties } from '../dataset/pair.ts';
import { type NamedTechnique, type Technique, techniques } from '../optimize/techniques.ts';
import type { Random } from '../random.ts';

/**
 * Acceptance stops below the share of a quarter that no technique may exceed, so that the last pairs of several shards
 * cannot push one over.
 */
const SAFE_SHARE = 0.235;
/** Pairs below which shares mean nothing: each technique may have that many. */
const FREE = 3;
/**
 * Indexes are allowed in this share of the searches, where a part of the query each can use one, and never when they
 * have their share.
 */
const INDEX_CHANCE = 0.3;

interface Counted {
  readonly schema: string;
  readonly difficulty: Difficulty;
  readonly techniques: readonly Technique[];
}

export interface Wish {
  readonly schema: string;
  readonly technique: NamedTechnique;
  readonly difficulty: Difficulty;
  /** Whether the search may advise indexes. */
  readonly indexes: boolean;
}

/** Counts what the dataset has, and draws what it lacks. */
export class Quotas {
  readonly #schemas: readonly string[];
  #total = 0;
  readonly #techniques = new Map<Technique | 'none', number>();
  readonly #difficulties = new Map<Difficulty, number>();
  readonly #perSchema = new Map<string, number>();
  /** Attempts at a technique and how many gave a pair with it: what never works is seldom asked for. */
  readonly #tried = new Map<Technique, number>();
  readonly #won = new Map<Technique, number>();

  constructor(schemas: readonly string[]) {
    this.#schemas = schemas;
  }

  get total(): number {
    return this.#total;
  }

  add(pair: Counted): void {
    this.#total++;
    for (const technique of named(pair.techniques)) count(this.#techniques, technique);
    count(this.#difficulties, pair.difficulty);
    count(this.#perSchema, pair.schema);
  }

  /** How an attempt went that was asked to use a technique. */
  learn(technique: Technique, won: boolean): void {
    count(this.#tried, technique);
    if (won) count(this.#won, technique);
  }

  /**
   * The first technique that has its share already; undefined when the pair may be taken. Pairs whose technique nobody
   * named, as models may leave it, share one share.
   */
  full(used: readonly Technique[]): Technique | 'none' | undefined {
    return [...named(used)].find(
      technique =>
        (this.#techniques.get(technique) ?? 0) + 1 > Math.max(FREE, SAFE_SHARE * (this.#total + 1)),
    );
  }

  /** What to write next, drawn so that the scarcest is the likeliest. */
  wish(random: Random): Wish {
    const all = Object.keys(techniques) as Technique[];
    const wishable = all.filter(technique => technique !== 'other');
    const drawn = <T>(items: readonly T[], weight: (item: T) => number): T =>
      random.weighted(items, weight) ?? random.pick(items);
    const wanted = drawn(wishable, technique => this.#need(technique));
    const schema = drawn(this.#schemas, id => {
      const mean = this.#total / this.#schemas.length;
      return 1 / (1 + Math.max(0, (this.#perSchema.get(id) ?? 0) - 0.8 * mean)) ** 2;
    });
    const difficulty = drawn(difficulties, one => 1 / (10 + (this.#difficulties.get(one) ?? 0)));
    const isFull = this.full(['index']) !== undefined;
    const needed = wanted === 'or-to-union' || wanted === 'index';
    const indexes = (needed || random.chance(INDEX_CHANCE)) && !isFull;
    return { schema, technique: wanted, difficulty, indexes };
  }

  /** Lack of a technique, times how often asking for it has worked. */
  #need(technique: Technique): number {
    if (this.full([technique]) !== undefined) return 0.001;
    const share = (this.#techniques.get(technique) ?? 0) / Math.max(1, this.#total);
    const success = ((this.#won.get(technique) ?? 0) + 1) / ((this.#tried.get(technique) ?? 0) + 2);
    return Math.max(0.02, 0.12 - share) * Math.max(0.05, success);
  }
}

function named(used: readonly Technique[]): ReadonlySet<Technique | 'none'> {
  return new Set(used.length === 0 ? ['none'] : used);
}

function count<T>(counts: Map<T, number>, key: T): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
