/** Histograms as an SVG picture, in colours that can be read on a light and on a dark page. */
import { formatCount } from '../format.ts';
import type { Bin } from './histogram.ts';

export interface SvgHistogram {
  readonly title: string;
  readonly bins: readonly Bin[];
}

const width = 720;
const left = 130;
const right = 80;
const rowHeight = 20;
const titleHeight = 40;
const ink = '#76808c';
const fill = '#3f8fd6';

/** The histograms one below the other. */
export function histogramSvg(histograms: readonly SvgHistogram[]): string {
  let top = 0;
  const parts = histograms.map(histogram => {
    const part = `<g transform="translate(0 ${top})">\n${histogramPart(histogram)}\n</g>`;
    top += titleHeight + histogram.bins.length * rowHeight + 12;
    return part;
  });
  const names = escaped(histograms.map(one => one.title).join('; '));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img" aria-label="${names}">`,
    `<title>${names}</title>`,
    `<g font-family="ui-sans-serif, system-ui, sans-serif" font-size="12" fill="${ink}">`,
    ...parts,
    '</g>',
    '</svg>\n',
  ].join('\n');
}

function histogramPart({ title, bins }: SvgHistogram): string {
  const most = Math.max(1, ...bins.map(bin => bin.count));
  const rows = bins.map(({ label, count }, i) => {
    const y = titleHeight + i * rowHeight;
    const length = count === 0 ? 0 : Math.max(1, (count / most) * (width - left - right));
    return [
      `<text x="${left - 10}" y="${y + 11}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${rowHeight - 5}" rx="2" fill="${fill}"/>`,
      `<text x="${(left + length + 6).toFixed(1)}" y="${y + 11}">${formatCount(count)}</text>`,
    ].join('');
  });
  return [`<text x="10" y="22" font-size="15" font-weight="600">${escaped(title)}</text>`, ...rows].join(
    '\n',
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
