/** How a run reads in the Runs view and in the status bar. */
import { counted, formatCount } from '../../core/format.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import { costText, rateText, remainingText, successText } from '../../core/pipeline/run-progress.ts';
import type { RunState } from '../../core/pipeline/run-state.ts';
import { goesOn, isResumable, type RunEntry, type RunLife } from './run-entry.ts';

interface Look {
  readonly word: string;
  readonly icon: string;
  /** Of the theme; none for what ended as asked. */
  readonly color?: string;
}

const looks: Readonly<Record<RunLife, Look>> = {
  starting: { word: 'starting', icon: 'loading~spin' },
  running: { word: 'running', icon: 'sync~spin', color: 'charts.blue' },
  waiting: { word: 'waiting for the endpoint', icon: 'watch', color: 'charts.yellow' },
  finished: { word: 'finished', icon: 'pass', color: 'charts.green' },
  exhausted: { word: 'found no more pairs', icon: 'circle-slash', color: 'charts.yellow' },
  stopped: { word: 'stopped', icon: 'stop-circle' },
  'cost-limit': { word: 'cost limit reached', icon: 'credit-card' },
  'time-limit': { word: 'time limit reached', icon: 'clock' },
  failed: { word: 'failed', icon: 'error', color: 'charts.red' },
  killed: { word: 'killed', icon: 'warning', color: 'charts.orange' },
};

export const lookOf = (life: RunLife): Look => looks[life];

/** A run's name for people: `Today 17:38`, `Nov 20, 09:12`; its id where that does not begin with a time. */
export function runLabel({ id }: Pick<RunEntry, 'id'>, now = new Date()): string {
  const time = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\w+)?$/.exec(id)?.slice(1).map(Number);
  if (!time) return id;
  const [year = 0, month = 1, day, hour, minute, second] = time;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const clock = at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (at.toDateString() === now.toDateString()) return `Today ${clock}`;
  const withYear = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return `${at.toLocaleDateString(undefined, { month: 'short', day: 'numeric', ...withYear })}, ${clock}`;
}

/** What stands beside a run's name: `1,204 of 5,000 · 4.3/s · 15 min left`, `stopped · 1,204 of 5,000`. */
export function runDescription(entry: RunEntry): string {
  const { state, config, life } = entry;
  const target = state?.target ?? config?.count;
  const pairs =
    target === undefined ? [] : [`${formatCount(state?.accepted ?? 0)} of ${formatCount(target)}`];
  if (!state || !goesOn(entry)) return [looks[life].word, ...pairs].join(' · ');
  if (life === 'waiting') return ['waiting', ...pairs].join(' · ');
  const left = remainingText(state);
  return [
    ...pairs,
    ...(state.pairsPerSecond > 0 ? [rateText(state.pairsPerSecond, '')] : []),
    ...(left === undefined ? [] : [`${left} left`]),
  ].join(' · ');
}

/** What the view's menus go by. */
export function runContext(entry: RunEntry): string {
  if (goesOn(entry)) return 'run.alive';
  return isResumable(entry) ? 'run.resumable' : 'run.ended';
}

export interface RunDetail {
  readonly label: string;
  readonly text: string;
  readonly icon: string;
}

/** The rows under a run. Figures that nobody has yet are left out. */
export function runDetails(entry: RunEntry): RunDetail[] {
  const { state, config, life } = entry;
  const details: (RunDetail | undefined)[] = [
    { label: 'State', text: stateText(entry), icon: looks[life].icon.replace('~spin', '') },
    ...(state ? figures(entry, state) : []),
    ...(config ? setting(config) : []),
    state && { label: 'Started', text: localTime(state.startedAt), icon: 'calendar' },
    { label: 'Id', text: entry.id, icon: 'tag' },
  ];
  return details.filter(detail => detail !== undefined);
}

/** The state with the sentence on why, where there is one. */
export function stateText({ life, state }: RunEntry): string {
  if (life === 'killed') return 'killed: its process is gone; resume it to go on';
  const reason = state?.reason ?? '';
  return reason === '' || life === 'starting' ? looks[life].word : `${looks[life].word}: ${reason}`;
}

function figures(entry: RunEntry, state: RunState): (RunDetail | undefined)[] {
  const success = successText(state);
  const left = goesOn(entry) ? remainingText(state) : undefined;
  const total = `${formatCount(state.accepted)} of ${formatCount(state.target)}`;
  return [
    { label: 'Pairs', text: total, icon: 'database' },
    { label: 'Rate', text: rateText(state.pairsPerSecond), icon: 'dashboard' },
    success === undefined
      ? undefined
      : {
          label: 'Success',
          text: `${success} of ${counted(state.items, 'query', 'queries')}`,
          icon: 'target',
        },
    { label: 'Rejected', text: counted(state.rejected, 'rewrite'), icon: 'circle-slash' },
    { label: 'Cost', text: costText(state.cost), icon: 'credit-card' },
    left === undefined ? undefined : { label: 'Time left', text: left, icon: 'watch' },
  ];
}

function setting(config: RunConfig): (RunDetail | undefined)[] {
  const { shard, own, schemas, endpoint } = config;
  const shipped = schemas.length === 0 ? 'all that come with Quill' : schemas.join(', ');
  return [
    { label: 'Schemas', text: own === null ? shipped : own.path, icon: 'table' },
    { label: 'Writer', text: endpoint?.model ?? 'built in', icon: 'edit' },
    shard.count === 1
      ? undefined
      : { label: 'Shard', text: `${shard.index} of ${shard.count}`, icon: 'split-horizontal' },
  ];
}

/** The status bar's text while runs go on: `$(sync~spin) 1,204 pairs · 4.3/s`. */
export function statusText(alive: readonly RunEntry[]): string {
  const states = alive.flatMap(({ state }) => (state ? [state] : []));
  if (states.length === 0) return '$(loading~spin) Quill: starting';
  const accepted = states.reduce((sum, state) => sum + state.accepted, 0);
  const rate = states.reduce((sum, state) => sum + state.pairsPerSecond, 0);
  const pairs = counted(accepted, 'pair');
  if (alive.every(({ life }) => life === 'waiting')) return `$(watch) ${pairs} · waiting`;
  return `$(sync~spin) ${pairs}${rate > 0 ? ` · ${rateText(rate, '')}` : ''}`;
}

/** A run's figures as Markdown: the hint of the status item and of the view's row. */
export function runHint(entry: RunEntry): string {
  const rows = runDetails(entry).map(({ label, text }) => `| ${label} | ${escaped(text)} |`);
  return [`**${escaped(runLabel(entry))}**`, '', '| | |', '|---|---|', ...rows].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

function localTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? iso
    : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
