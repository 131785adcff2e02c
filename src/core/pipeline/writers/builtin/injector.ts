/** What an injector is: it writes one good query and the form that juniors give it. */
import type { Technique } from '../../../optimize/techniques.ts';
import type { AntiPattern } from '../../anti-patterns.ts';
import type { Scene } from './grammar/scene.ts';
import type { Query } from './text/query.ts';

export interface Spoilt {
  readonly slow: Query;
  /** The good forms, the most natural first; spoilt places in them are written well. None: it is good as it is. */
  readonly better: readonly BetterForm[];
  /** What the business asks, in one sentence. */
  readonly task: string;
}

export interface BetterForm {
  readonly query: Query;
  readonly techniques: readonly Technique[];
}

export interface Injector {
  readonly antiPattern: AntiPattern;
  /** What undoes it; the first is what it is made for. */
  readonly undoneBy: readonly Technique[];
  /** How often it is drawn when nothing is wished. Default 1. */
  readonly weight?: number;
  /** Undefined when the schema, or what was drawn of it, has no place for it. */
  inject(scene: Scene): Spoilt | undefined;
}
