/** Turns what the search found for one query into pairs and negatives. */
import { pairId } from '../dataset/ids.ts';
import type { Pair, PairTime, Provenance, RejectedCandidate, Split } from '../dataset/pair.ts';
import type { PlanNode } from '../dialect/plan-node.ts';
import { analyze } from '../dialect/sqlite/analyze.ts';
import type { OptimizeResult, Rejected, Suggestion, Timing } from '../optimize/contract.ts';
import type { Technique } from '../optimize/techniques.ts';
import { techniquesBetween } from '../optimize/techniques-between.ts';
import { isBound } from '../optimize/timing.ts';
import type { BoundQuery } from '../sql/bound.ts';
import type { DroppedQuery, PipelineSchema } from './contract.ts';
import { difficultyOf, featuresOf } from './difficulty.ts';
import type { Marks } from './models/readability-judge.ts';
import { readabilityOf } from './readability.ts';
import { rewardOf } from './reward.ts';

/** What all pairs and negatives of one slow query have in common. */
export interface Attempt {
  readonly schema: PipelineSchema;
  readonly bound: BoundQuery;
  readonly template: string;
  readonly split: Split;
  readonly stage: 1 | 2;
  readonly provenance: Omit<Provenance, 'optimizer'>;
  /** Databases that the judge was asked for. */
  readonly databases: number;
  /** Who offered a text, if not the search's own rules. */
  offeredBy(sql: string): string | undefined;
  /** Techniques that models name, whose word for them is not enough. Absent: none. */
  readonly claims?: ReadonlySet<Technique>;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** A model's marks of how well both sides read; undefined where it gave none. */
type ReadabilityMarks = Pick<Marks, 'before' | 'after'>;

/**
 * The pair that a verified suggestion makes; undefined when its evidence is none of `survived` and `proved`. Marks
 * count half where there are some.
 */
export function pairOf(
  attempt: Attempt,
  suggestion: Suggestion,
  marks: ReadabilityMarks = { before: undefined, after: undefined },
): Pair | undefined {
  const { schema, bound } = attempt;
  const { verdict } = suggestion.verdict;
  if (verdict !== 'survived' && verdict !== 'proved') return undefined;
  const slow = bound.source;
  const fast = suggestion.sql;
  const measuredBefore = readabilityOf(bound);
  const rewritten = suggestion.rewritten ? analyze(fast, schema.schema) : undefined;
  const measuredAfter = rewritten ? readabilityOf(rewritten) : measuredBefore;
  const readabilityBefore = (measuredBefore + (marks.before ?? measuredBefore)) / 2;
  const readability = (measuredAfter + (marks.after ?? measuredAfter)) / 2;
  const { before, after } = suggestion.timing;
  const { techniques, claimed } = namesFor(attempt, suggestion, rewritten);
  return {
    id: pairId(schema.id, slow, fast),
    schema: schema.id,
    slow,
    fast,
    indexes: suggestion.indexes.map(index => index.sql),
    techniques,
    difficulty: difficultyOf(featuresOf(bound)),
    stage: attempt.stage,
    split: attempt.split,
    template: attempt.template,
    variantOf: null,
    speedup: rounded(suggestion.speedup),
    rewriteSpeedup: rounded(suggestion.rewriteSpeedup),
    reward: rounded(
      rewardOf({
        rewriteSpeedup: suggestion.rewriteSpeedup,
        indexSpeedup: suggestion.indexSpeedup,
        readabilityBefore,
        readabilityAfter: readability,
        indexes: suggestion.indexes.map(({ bytes, table }) => ({ bytes, tableRows: rowsOf(schema, table) })),
      }),
    ),
    readability: rounded(readability),
    verdict: {
      verdict,
      databases: suggestion.verdict.databases,
      mutants: suggestion.verdict.mutants,
      asked: attempt.databases,
    },
    timing: {
      rows: Math.max(0, ...schema.profile.tables.map(table => table.rows)),
      before: timeOf(before),
      after: timeOf(after),
      isLowerBound: isBound(before),
      ownRows: schema.ownRows !== undefined,
    },
    plan: { before: planLines(suggestion.plan.before), after: planLines(suggestion.plan.after) },
    provenance: {
      ...attempt.provenance,
      ...(claimed && { claimed }),
      optimizer: suggestion.rewritten ? (attempt.offeredBy(fast) ?? 'search') : 'search',
    },
    createdAt: attempt.createdAt,
  };
}

/** False for a pair that survived on fewer than half of the databases that it was to be judged on. */
export function isJudgedEnough({
  verdict: { verdict, databases, asked = 0 },
}: Pick<Pair, 'verdict'>): boolean {
  return verdict === 'proved' || databases >= asked / 2;
}

/** With the rows that the slow side returned, where it was not stopped. */
export function withResultRows(pair: Pair, { rows, timedOut }: OptimizeResult['original']): Pair {
  return timedOut ? pair : { ...pair, timing: { ...pair.timing, resultRows: rows } };
}

export interface Possible {
  readonly suggestion: Suggestion;
  readonly pair: Pair;
}

/** The pairs that the searches of one query can make, the best first. */
export function possiblePairs(attempt: Attempt, results: readonly OptimizeResult[]): Possible[] {
  return results
    .flatMap(({ suggestion, alternatives, original }) =>
      (suggestion ? [suggestion, ...alternatives] : []).map(one => ({ suggestion: one, original })),
    )
    .flatMap(({ suggestion, original }) => {
      const pair = pairOf(attempt, suggestion);
      return pair === undefined ? [] : [{ suggestion, pair: withResultRows(pair, original) }];
    })
    .sort((a, b) => b.pair.reward - a.pair.reward);
}

/**
 * Negatives of one query: refuted and undetermined candidates, slower ones, and, where indexes were looked for as well,
 * "nothing to improve".
 */
export function negativesOf(
  attempt: Attempt,
  results: readonly OptimizeResult[],
  indexesSought: boolean,
): RejectedCandidate[] {
  const negatives: RejectedCandidate[] = [];
  const refuted = results.flatMap(result => result.rejected).filter(one => one.verdict !== undefined);
  for (const one of refuted.slice(0, MOST_REFUTED)) negatives.push(judgedNegative(attempt, one));
  for (const { suggestion } of results) {
    const pair = suggestion && pairOf(attempt, suggestion);
    if (pair && !isJudgedEnough(pair)) negatives.push(tooFewDatabases(attempt, pair));
  }
  const [slower] = results.flatMap(result => result.slower);
  const [first] = results;
  if (slower && first)
    negatives.push({
      ...negative(attempt, slower.sql, slower.techniques),
      kind: 'slower',
      reason: `It takes ${slower.ms.toPrecision(3)} ms instead of ${first.original.ms.toPrecision(3)} ms.`,
    });
  if (first && indexesSought && results.every(result => result.suggestion === null))
    negatives.push({
      ...negative(attempt, null, []),
      kind: 'nothing-to-improve',
      reason: first.reason,
      ...(first.why !== undefined && { why: first.why }),
    });
  return negatives;
}

/** Negatives of what a model offered and nothing could run. */
export function brokenOf(
  attempt: Attempt,
  optimizer: string,
  dropped: readonly DroppedQuery[],
): RejectedCandidate[] {
  const named: Attempt = { ...attempt, offeredBy: () => optimizer };
  return dropped
    .filter(({ sql }) => sql.trim() !== '')
    .map(({ sql, reason }) => ({ ...negative(named, sql, []), kind: 'broken', reason }));
}

/** Candidates of one query that are kept as refuted. */
const MOST_REFUTED = 3;

function judgedNegative(attempt: Attempt, { sql, techniques, reason, verdict }: Rejected): RejectedCandidate {
  const isRefuted = verdict?.verdict === 'refuted';
  const witness = isRefuted ? verdict.witness?.inserts.join('\n') : undefined;
  return {
    ...negative(attempt, sql, techniques),
    kind: isRefuted ? 'refuted' : 'undetermined',
    reason,
    ...(witness !== undefined && { witness }),
  };
}

function tooFewDatabases(attempt: Attempt, { fast, techniques, verdict }: Pair): RejectedCandidate {
  return {
    ...negative(attempt, fast, techniques),
    kind: 'undetermined',
    reason: `The time ran out after ${verdict.databases} of ${attempt.databases} databases.`,
  };
}

function negative(
  attempt: Attempt,
  candidate: string | null,
  techniques: readonly Technique[],
): Omit<RejectedCandidate, 'kind' | 'reason'> {
  const { schema, bound, split, template, createdAt } = attempt;
  const slow = bound.source;
  return {
    id: pairId(schema.id, slow, candidate ?? slow),
    schema: schema.id,
    slow,
    candidate,
    techniques,
    split,
    template,
    provenance: {
      ...attempt.provenance,
      ...(isClaimed(attempt, techniques) && { claimed: true }),
      optimizer: candidate === null ? 'search' : (attempt.offeredBy(candidate) ?? 'search'),
    },
    createdAt,
  };
}

/** The techniques of a suggestion: as the rules name them where a model did, or nobody. */
function namesFor(
  { bound, claims }: Attempt,
  { techniques, indexes }: Suggestion,
  rewritten: BoundQuery | undefined,
): { readonly techniques: Technique[]; readonly claimed: boolean } {
  const isClaim = rewritten !== undefined && techniques.some(technique => claims?.has(technique));
  const isOpen = isClaim || (rewritten !== undefined && techniques.length === 0);
  const known = isOpen ? techniquesBetween(bound, rewritten) : undefined;
  const used = new Set<Technique>(known ?? techniques);
  if (indexes.length > 0) used.add('index');
  return { techniques: [...used], claimed: isClaim && known === undefined };
}

/** Of what was not accepted nothing is derived: a rewrite that is wrong may have the form of a right one. */
function isClaimed({ claims }: Attempt, techniques: readonly Technique[]): boolean {
  return techniques.some(technique => claims?.has(technique));
}

function rowsOf(schema: PipelineSchema, table: string): number {
  return schema.profile.tables.find(one => one.name.toLowerCase() === table.toLowerCase())?.rows ?? 0;
}

function timeOf({ ms, samples, timedOut }: Timing): PairTime {
  return { ms: rounded(ms), samples, timedOut };
}

/** Four significant digits: what a measurement can bear. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** One line a node, two blanks a level. */
function planLines(nodes: readonly PlanNode[], level = 0): string[] {
  return nodes.flatMap(node => [
    `${'  '.repeat(level)}${node.detail}`,
    ...planLines(node.children, level + 1),
  ]);
}
