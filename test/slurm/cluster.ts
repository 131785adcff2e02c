/** A Slurm cluster of one machine, on ports of its own, whose daemons end with it. Needs slurm-wlm and munge. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Daemons are in folders that only root has on its PATH. */
const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`;

/** How the task of an array ended. */
export interface TaskEnd {
  /** `COMPLETED`, `FAILED`, `CANCELLED` … */
  readonly state: string;
  readonly code: number;
}

export class SlurmCluster {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'quill-slurm-'));
  readonly #env = { ...process.env, PATH, SLURM_CONF: path.join(this.folder, 'slurm.conf') };
  readonly #pidFiles: string[] = [];

  /** Starts the daemons and waits until the one node is idle. */
  static async start(): Promise<SlurmCluster> {
    const cluster = new SlurmCluster();
    try {
      await cluster.#start();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Submits a job with further variables in its environment; returns its number. */
  submit(args: readonly string[], env: Readonly<Record<string, string>>): string {
    return this.#run('sbatch', ['--parsable', `--chdir=${this.folder}`, ...args], env).trim();
  }

  cancel(job: string): void {
    this.#run('scancel', [job]);
  }

  /** Waits for the end of all jobs. */
  async idle(): Promise<void> {
    while (this.#run('squeue', ['--noheader', '--states=all', '--format=%t']).match(/\b(?:PD|R|CG)\b/))
      await wait(200);
  }

  /** The ends of a job's tasks by their number in the array. */
  ends(job: string): ReadonlyMap<number, TaskEnd> {
    const ends = new Map<number, TaskEnd>();
    for (const line of this.#run('scontrol', ['show', 'job', job, '--oneliner']).split('\n')) {
      const field = (name: string): string => new RegExp(`\\b${name}=(\\S+)`).exec(line)?.[1] ?? '';
      const task = Number(field('ArrayTaskId'));
      if (task > 0)
        ends.set(task, { state: field('JobState'), code: Number.parseInt(field('ExitCode'), 10) });
    }
    return ends;
  }

  async stop(): Promise<void> {
    const pids = this.#pidFiles.filter(existsSync).map(file => Number(readFileSync(file, 'utf8')));
    for (const pid of pids.toReversed()) signal(pid, 'SIGTERM');
    for (let waited = 0; pids.some(pid => signal(pid, 0)) && waited < 10_000; waited += 100) await wait(100);
    for (const pid of pids) signal(pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const at = (...names: string[]): string => path.join(this.folder, ...names);
    // munge wants to be reached by everybody, and its key by nobody.
    chmodSync(this.folder, 0o755);
    for (const name of ['munge', 'state', 'spool']) mkdirSync(at(name), { mode: 0o755 });
    writeFileSync(at('munge', 'key'), randomBytes(128), { mode: 0o600 });
    const [node = 'localhost'] = hostname().split('.');
    const user = userInfo().username;
    const settings = {
      ClusterName: 'quill',
      SlurmctldHost: `${node}(127.0.0.1)`,
      SlurmUser: user,
      SlurmdUser: user,
      AuthType: 'auth/munge',
      AuthInfo: `socket=${at('munge', 'sock')}`,
      CredType: 'cred/munge',
      CommunicationParameters: 'NoCtldInAddrAny,NoInAddrAny',
      SlurmctldPort: await freePort(),
      SlurmdPort: await freePort(),
      StateSaveLocation: at('state'),
      SlurmdSpoolDir: at('spool'),
      SlurmctldPidFile: at('slurmctld.pid'),
      SlurmdPidFile: at('slurmd.pid'),
      SlurmctldLogFile: at('slurmctld.log'),
      SlurmdLogFile: at('slurmd.log'),
      ProctrackType: 'proctrack/linuxproc',
      TaskPlugin: 'task/none',
      SelectType: 'select/cons_tres',
      SelectTypeParameters: 'CR_CPU',
      JobAcctGatherType: 'jobacct_gather/none',
      AccountingStorageType: 'accounting_storage/none',
      MpiDefault: 'none',
      SwitchType: 'switch/none',
      SlurmdParameters: 'config_overrides',
      ReturnToService: 2,
      SchedulerParameters: 'sched_interval=1',
      MinJobAge: 3600,
      KillWait: 30,
      // More than the machine may have: nothing here needs as much.
      NodeName: `${node} NodeAddr=127.0.0.1 CPUs=4 RealMemory=16000 State=UNKNOWN`,
      PartitionName: 'debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(at('slurm.conf'), lines.join(''));
    this.#pidFiles.push(at('munge', 'pid'), at('slurmctld.pid'), at('slurmd.pid'));
    this.#run('munged', [
      `--key-file=${at('munge', 'key')}`,
      `--socket=${at('munge', 'sock')}`,
      `--pid-file=${at('munge', 'pid')}`,
      `--log-file=${at('munge', 'log')}`,
      `--seed-file=${at('munge', 'seed')}`,
    ]);
    this.#run('slurmctld', ['-f', at('slurm.conf')]);
    this.#run('slurmd', ['-f', at('slurm.conf')]);
    for (let waited = 0; !this.#isReady(); waited += 200) {
      if (waited > 20_000)
        throw new Error(`The cluster does not come up:\n${readFileSync(at('slurmctld.log'), 'utf8')}`);
      await wait(200);
    }
  }

  #isReady(): boolean {
    const { stdout } = spawnSync('sinfo', ['--noheader', '--format=%t'], {
      env: this.#env,
      encoding: 'utf8',
    });
    return stdout?.trim() === 'idle';
  }

  #run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    const all = { ...this.#env, ...env };
    // A daemon keeps what it inherits: a pipe would stay open as long as it lives.
    const output = command.startsWith('s') && !command.startsWith('slurm') ? 'pipe' : 'ignore';
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      env: all,
      encoding: 'utf8',
      stdio: ['ignore', output, output],
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr ?? ''}`);
    return stdout ?? '';
  }
}

/** False where there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
