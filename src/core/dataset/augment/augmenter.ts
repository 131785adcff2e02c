/** Makes and judges the variants of one pair after the other. */
import { QuillError } from '../../errors.ts';
import { hashText } from '../../random.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Pair } from '../pair.ts';
import { Tally } from '../tally.ts';
import { NoVariant, noVariantTexts } from './no-variant.ts';
import type { SplitGuard } from './split-guard.ts';
import { type Draft, type VariantKind, type VariantWriter, variantPair } from './variants.ts';

export interface AugmentOptions {
  /** The most variants of a pair. */
  readonly variants: number;
  readonly kinds: readonly VariantKind[];
}

export interface AugmentPorts {
  readonly writer: VariantWriter;
  readonly guard: SplitGuard;
  /** Throws QuillError; `cancelled` ends the work. */
  judge(draft: Draft): Promise<Verdict>;
  /** True for a pair that the dataset has. */
  has(id: string): boolean;
  now(): Date;
  /** Told, in one sentence, of what casts doubt on the pair itself: its variant was refuted, or it cannot be run. */
  doubt(sentence: string): void;
}

export interface Variant {
  readonly pair: Pair;
  readonly draft: Draft;
}

export class Augmenter {
  readonly #options: AugmentOptions;
  readonly #ports: AugmentPorts;
  /** Kinds that gave nothing, by reason. Another kind may have stood in. */
  readonly dropped = new Tally<`${VariantKind}: ${string}`>();
  /** Variants that were there already. */
  known = 0;

  constructor(options: AugmentOptions, ports: AugmentPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  /**
   * The variants that a pair lacks, judged. Its kinds take turns, beginning at one that depends on the pair; where one
   * gives nothing, the next stands in. What the dataset has already is not made again. Throws QuillError `cancelled`,
   * and `usage` of the ports.
   */
  async variantsOf(pair: Pair): Promise<Variant[]> {
    const { kinds, variants } = this.#options;
    const found: Variant[] = [];
    const used = new Set<string>();
    const first = hashText(pair.id);
    for (let turn = 0; turn < variants; turn++)
      for (let i = 0; i < kinds.length; i++) {
        const kind = kinds[(first + turn + i) % kinds.length];
        if (kind === undefined) continue;
        const made = await this.#variant(pair, kind, 1 + Math.floor(turn / kinds.length), used);
        if (made === undefined) continue;
        if (made !== 'known') found.push(made);
        break;
      }
    return found;
  }

  async #variant(
    pair: Pair,
    kind: VariantKind,
    number: number,
    used: Set<string>,
  ): Promise<Variant | 'known' | undefined> {
    const { writer, guard, has, judge, now, doubt } = this.#ports;
    try {
      const draft = await writer.draft(pair, kind, number);
      if (used.has(draft.id)) return undefined;
      used.add(draft.id);
      if (has(draft.id)) {
        this.known++;
        return 'known';
      }
      if (!guard.allows(pair, draft.template)) throw new NoVariant('other split');
      const verdict = await judge(draft);
      if (verdict.verdict === 'refuted')
        doubt(`A variant (${kind}) of pair ${pair.id} was refuted: ${verdict.explanation} Check that pair.`);
      if (verdict.verdict === 'refuted' || verdict.verdict === 'undetermined')
        throw new NoVariant(verdict.verdict);
      const { databases, mutants } = verdict;
      const { killed, total } = mutants;
      const judged = { verdict: verdict.verdict, databases, mutants: { killed, total } };
      return { pair: variantPair(pair, draft, judged, now().toISOString()), draft };
    } catch (error) {
      if (QuillError.is(error, 'cancelled') || QuillError.is(error, 'usage')) throw error;
      if (!(error instanceof NoVariant) && !QuillError.is(error)) throw error;
      const reason = error instanceof NoVariant ? error.reason : 'failed';
      const cause = error instanceof NoVariant ? error.cause : error;
      if (reason === 'failed' && QuillError.is(cause))
        doubt(`A variant (${kind}) of pair ${pair.id} cannot be judged: ${cause.message}`);
      this.dropped.add(`${kind}: ${noVariantTexts[reason]}`);
      return undefined;
    }
  }
}
