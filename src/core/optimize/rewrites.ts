/** All rewrites that rules and other proposers offer, and rewrites of these, each once. */
import { analyze } from '../dialect/sqlite/analyze.ts';
import { isNewer, versionNeeded } from '../dialect/sqlite/versions.ts';
import { QuillError } from '../errors.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { applyEdits } from '../sql/edits.ts';
import { parameterKeys } from '../sql/parameter-keys.ts';
import type { Candidate, Rule } from './contract.ts';
import { repeatsTerms } from './repeated-terms.ts';
import type { Technique } from './techniques.ts';

/** A rewrite of a rewrite of a rewrite … at most so often. */
const deepest = 4;

export interface Rewrite {
  /** As a person gets it, parameters written as in the original. */
  readonly sql: string;
  /** Bound, with every plain `?` numbered. */
  readonly bound: BoundQuery;
  readonly techniques: readonly Technique[];
  /** Absent for rewrites of the original itself. */
  readonly parent?: Rewrite;
  readonly depth: number;
}

/**
 * Hands out rewrites. A plain `?` is known only by its place, so each is numbered before the rules see it; a rewrite in
 * which the numbers do not come in the same order again is dropped.
 */
export class RewriteSpace {
  readonly #original: BoundQuery;
  /** The original, numbered. */
  readonly #root: BoundQuery;
  readonly #rules: readonly Rule[];
  readonly #oldest: string | undefined;
  readonly #seen = new Set<string>();
  /** The versions that the rewrites need which were left out for it, the oldest first. */
  readonly #tooNew: string[] = [];

  constructor(original: BoundQuery, rules: readonly Rule[], oldest: string | undefined) {
    this.#original = original;
    this.#oldest = oldest;
    this.#rules = rules;
    const keys = parameterKeys(original.parameters);
    const edits = original.parameters.flatMap((p, i) =>
      p.text === '?' ? [{ span: p.span, text: keys[i]! }] : [],
    );
    this.#root = edits.length === 0 ? original : analyze(applyEdits(original.source, edits), original.schema);
    this.#seen.add(normalise(this.#root.source));
  }

  /** The SQLite versions needed by the rewrites that were left out for `oldest`, one each, in ascending order. */
  get tooNew(): readonly string[] {
    return this.#tooNew.toSorted((a, b) => (isNewer(a, b) ? 1 : isNewer(b, a) ? -1 : 0));
  }

  /** New rewrites one rule away from `rewrite`, or from the original. */
  *expand(rewrite?: Rewrite): Iterable<Rewrite> {
    if (rewrite && rewrite.depth >= deepest) return;
    const base = rewrite?.bound ?? this.#root;
    for (const rule of this.#rules) {
      for (const edits of this.#proposals(rule, base)) {
        const techniques = [...(rewrite?.techniques ?? [])];
        if (!techniques.includes(rule.technique)) techniques.push(rule.technique);
        const next = this.#admit(edits, techniques, rewrite, rule.since);
        if (next) yield next;
      }
    }
  }

  /** A rewrite from elsewhere; undefined when it cannot be bound, is known, or does not take the same parameters. */
  adopt(candidate: Candidate): Rewrite | undefined {
    let sql = candidate.sql;
    try {
      const bound = analyze(sql, this.#original.schema);
      const keys = parameterKeys(bound.parameters);
      const edits = bound.parameters.flatMap((p, i) =>
        p.text === '?' ? [{ span: p.span, text: keys[i]! }] : [],
      );
      sql = applyEdits(sql, edits);
    } catch (error) {
      if (error instanceof QuillError) return undefined;
      throw error;
    }
    return this.#admit(sql, candidate.techniques, undefined);
  }

  /** The texts that a rule proposes. A rule that fails on a query offers nothing for it. */
  #proposals(rule: Rule, base: BoundQuery): string[] {
    const texts: string[] = [];
    try {
      for (const { edits } of rule.propose(base)) texts.push(applyEdits(base.source, edits));
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
    }
    return texts;
  }

  #admit(
    numbered: string,
    techniques: readonly Technique[],
    parent: Rewrite | undefined,
    since?: string,
  ): Rewrite | undefined {
    const key = normalise(numbered);
    if (this.#seen.has(key)) return undefined;
    this.#seen.add(key);
    let bound: BoundQuery;
    try {
      bound = analyze(numbered, this.#original.schema);
    } catch (error) {
      if (error instanceof QuillError) return undefined;
      throw error;
    }
    if (repeatsTerms(bound, parent?.bound ?? this.#root)) return undefined;
    const needed = this.#versionNeeded(bound, since);
    if (needed !== undefined) {
      this.#tooNew.push(needed);
      return undefined;
    }
    const sql = this.#restore(bound);
    if (sql === undefined) return undefined;
    return { sql, bound, techniques, depth: (parent?.depth ?? 0) + 1, ...(parent ? { parent } : {}) };
  }

  /** The version that the rewrite needs, where the project supports older ones. */
  #versionNeeded(bound: BoundQuery, since: string | undefined): string | undefined {
    if (this.#oldest === undefined) return undefined;
    const needed = versionNeeded(this.#original.query, bound.query, this.#oldest);
    if (since === undefined || !isNewer(since, this.#oldest)) return needed;
    return needed !== undefined && isNewer(needed, since) ? needed : since;
  }

  /** The text with `?` where the original has it; undefined when the parameters are not the same. */
  #restore(bound: BoundQuery): string | undefined {
    const wanted = parameterKeys(this.#original.parameters);
    const has = parameterKeys(bound.parameters);
    const plain = this.#original.parameters.map(p => p.text === '?');
    if (!plain.includes(true)) {
      const same = new Set(wanted).size === new Set(has).size && has.every(key => wanted.includes(key));
      return same ? bound.source : undefined;
    }
    if (wanted.length !== has.length || wanted.some((key, i) => key !== has[i])) return undefined;
    const edits = bound.parameters.flatMap((p, i) => (plain[i] ? [{ span: p.span, text: '?' }] : []));
    return applyEdits(bound.source, edits);
  }
}

function normalise(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}
