import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What sizes a process by itself, whatever else runs on the machine. */
export interface Consumption {
  /** Processor time, user and system. */
  readonly cpuSeconds: number;
  /** The most memory that the process had at any time. */
  readonly peakMegabytes: number;
}

/**
 * Runs Node with these arguments in a process of its own, and gives what it printed. Each measurement has a
 * process to itself: nothing is warm, and the memory is its own.
 *
 * @throws {Error} with what the process wrote to standard error, if it failed
 */
export async function runProcess(args: readonly string[]): Promise<string> {
  const env = { ...process.env, ...quiet };
  const { stdout } = await execute(process.execPath, [...args], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** The same; gives what it printed last, which must be a line of JSON. */
export async function runNode(args: readonly string[]): Promise<unknown> {
  const lines = (await runProcess(args)).trimEnd().split('\n');
  return JSON.parse(lines.at(-1) ?? '') as unknown;
}

/** Handlers want credentials that lead nowhere, and no telling of what they do. */
const quiet = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_REGION: 'eu-central-1',
  AWS_SECRET_ACCESS_KEY: 'local',
  NODE_NO_WARNINGS: '1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_SERVICE_NAME: 'redress',
};

export function consumption(): Consumption {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 };
}
