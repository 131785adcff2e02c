/** What a search tells people who wait. */
import { capitalised, counted, formatMs } from '../format.ts';
import type { SearchEvent } from '../optimize/contract.ts';
import { gainText } from './gains.ts';

/** One line, without a full stop. Its figures are first measurements, which the evidence may correct. */
export function progressLine(event: SearchEvent): string {
  switch (event.type) {
    case 'original':
      return event.timedOut
        ? `The original was stopped after ${formatMs(event.ms)}; looking for faster ones`
        : `The original takes ${formatMs(event.ms)} at a first measurement, for ${counted(event.rows, 'row')}; looking for faster ones`;
    case 'progress':
      return event.message;
    case 'suggestion':
      return capitalised(
        `${gainText(event.suggestion)} faster at a first measurement, verified; looking for more`,
      );
  }
}
