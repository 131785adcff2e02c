/** How the figures of a dataset read: never more than was counted. */
import { formatCount } from '../format.ts';

/** `93 %`, `4.2 %`; what is not all is never `100 %`, and what is not nothing never `0 %`. */
export function exactShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = share * 100;
  if (percent < 0.1) return 'under 0.1 %';
  if (percent > 99) return `${Math.floor(percent * 10) / 10} %`;
  return percent < 9.95 ? `${percent.toFixed(1)} %` : `${Math.round(percent)} %`;
}

/** The share of a part in a whole; of nothing it is unknown. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '–' : exactShare(part / whole);
}

/** `$1.70`, `$0.00042`: cents, and two digits of what is less than one. */
export function dollars(amount: number): string {
  if (amount !== 0 && amount < 0.01)
    return `$${amount.toFixed(Math.min(8, 1 - Math.floor(Math.log10(amount))))}`;
  const [whole, cents] = amount.toFixed(2).split('.');
  return `$${formatCount(Number(whole))}.${cents}`;
}

/** `42 s`, `12 min`, `9 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0
    ? `${formatCount(minutes / 60)} h`
    : `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** `3.72 bits (4.81 if all were equally frequent)`: how evenly `kinds` kinds are spread. */
export function entropyText(bits: number, kinds: number): string {
  return `${bits.toFixed(2)} bits (${Math.log2(Math.max(1, kinds)).toFixed(2)} if all were equally frequent)`;
}
