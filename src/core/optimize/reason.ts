/** The sentence that says what the search tried and what came of it. */
import { capitalised, counted, formatRatio } from '../format.ts';

export interface SearchTally {
  readonly rewrites: number;
  readonly indexes: number;
  /** Rewrites that SQLite turns into the original's program. */
  readonly same: number;
  readonly refuted: number;
  readonly undetermined: number;
  /** Faster rewrites that there was no time left to judge. */
  readonly unjudged: number;
  readonly indexesWanted: boolean;
  /** The SQLite versions needed by rewrites that were left out for being too new, in ascending order. */
  readonly tooNew?: readonly string[];
}

/** Why nothing is suggested: a sentence to follow "Nothing to improve". */
export function nothingFound(tally: SearchTally): string {
  const { rewrites, indexes, same, refuted, undetermined, unjudged } = tally;
  if (rewrites === 0 && indexes === 0) {
    const what = tally.indexesWanted ? 'no rule applies and no new index would be used' : 'no rule applies';
    return `${capitalised(what)}.${tooNew(tally)}`;
  }
  const slower = rewrites - same - refuted - undetermined - unjudged;
  const parts = [
    part(slower, 'was not 1.1× faster', 'were not 1.1× faster'),
    part(same, 'is what SQLite does by itself', 'are what SQLite does by itself'),
    part(refuted, 'was refuted', 'were refuted'),
    part(undetermined, 'could not be judged', 'could not be judged'),
    part(
      unjudged,
      'was faster, but the time ran out before it was judged',
      'were faster, but the time ran out before they were judged',
    ),
  ].filter(text => text !== '');
  const outcome = rewrites > 0 ? ` Of the rewrites, ${parts.join(', ')}.` : '';
  const sorry = indexes > 0 ? ' No index made the statement 1.1× faster.' : '';
  return `${tried(rewrites, indexes)} tried.${outcome}${sorry}${tooNew(tally)}`;
}

/** Why nothing was looked for: a statement so fast leaves nothing to gain. In milliseconds. */
export function tooFast(ms: number): string {
  return `The statement takes ${Math.max(ms, 0.001).toFixed(3)} ms on this data.`;
}

/** What the suggestion was chosen from. */
export function found(tally: SearchTally, speedup: number, atLeast: boolean): string {
  const refuted = tally.refuted > 0 ? `, ${counted(tally.refuted, 'rewrite')} refuted` : '';
  return `${atLeast ? 'At least ' : ''}${formatRatio(speedup)} faster: the best of ${tried(tally.rewrites, tally.indexes, false)} tried${refuted}.${tooNew(tally)}`;
}

/** What the oldest version to support kept from being tried. */
function tooNew({ tooNew: versions = [] }: SearchTally): string {
  const [oldest] = versions;
  if (oldest === undefined) return '';
  const newest = versions.at(-1)!;
  const which = newest === oldest ? oldest : `${oldest} to ${newest}`;
  const verb = versions.length === 1 ? 'needs' : 'need';
  return ` ${counted(versions.length, 'rewrite')} ${verb} SQLite ${which} or newer.`;
}

function tried(rewrites: number, indexes: number, sentence = true): string {
  const parts = [
    ...(rewrites > 0 ? [counted(rewrites, 'rewrite')] : []),
    ...(indexes > 0 ? [counted(indexes, 'index', 'indexes')] : []),
  ];
  const verb = rewrites + indexes === 1 ? 'was' : 'were';
  return parts.join(' and ') + (sentence ? ` ${verb}` : '');
}

function part(n: number, singular: string, plural: string): string {
  return n === 0 ? '' : counted(n, singular, plural);
}
