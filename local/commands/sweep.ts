import { shortDigest } from '../../shared/plan.ts';
import type { Swept } from '../../shared/pipeline/sweep.ts';
import { paintFor } from '../print/style.ts';
import { isOutstandingSweep, sweptLines } from '../print/swept.ts';
import type { SweepReport } from '../print/swept.ts';
import { outcomesOf } from '../replay.ts';
import type { ReplayOutcome } from '../replay.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { homeRegion } from '../stage.ts';
import type { Scene, Stage } from '../stage.ts';
import { format, isSet, noArguments, stageOptions, stateOptions, text, widthOf } from './options.ts';
import { knownRemediation } from './remediation.ts';
import { continueScene } from './scene.ts';

const help = `Looks at every resource that a remediation could have something to do with, without waiting for an event,
and deals with those that are wrong as the policy says: by default in the local account, as the last
command has left it.

  --remediation ID       this one only
  --region NAME          ${homeRegion} by default
  --mode MODE            off, report, approve or enforce, whatever the policy says
  --policy FILE          policy file; the local account's own by default, the one in policy.yml for AWS
  --account FILE         begin with this account, as JSON, instead of the state
  --endpoint URL         use an AWS emulator instead of the local account
  --profile NAME         use an AWS account, in mode report unless --mode says otherwise
  --evidence FOLDER      where evidence documents go; .redress/evidence by default
  --state FILE           what an earlier command has left; .redress/state.json by default
  --no-state             begin with the initial account, and keep nothing
  --format FORMAT        table (default) or json
  --exit-code            exit with 3 when something is left for somebody to do`;

export const sweepCommand: Command = {
  summary: 'Looks at all resources without waiting for events.',
  usage: '[options]',
  help,
  options: {
    ...stageOptions,
    ...stateOptions,
    remediation: { type: 'string' },
    region: { type: 'string' },
    format: { type: 'string' },
    'exit-code': { type: 'boolean' },
  },
  run: runSweep,
};

async function runSweep(given: Arguments, streams: Streams): Promise<ExitCode> {
  noArguments(given);
  const wanted = format(given);
  const region = text(given, 'region') ?? homeRegion;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new UsageError('--region takes a Region, such as eu-central-1');
  const { stage, scene, keep } = await continueScene(given, streams, { needed: false });
  const id = text(given, 'remediation');
  if (id !== undefined) knownRemediation(id, stage.remediators);
  const report = await sweep(id, region, stage, scene);
  await keep();
  streams.stdout.write(
    wanted === 'json'
      ? `${JSON.stringify(report)}\n`
      : `${sweptLines(report, paintFor(streams.stdout), widthOf(streams)).join('\n')}\n`,
  );
  if (report.swept.some(({ problem }) => problem !== undefined)) return 1;
  return isSet(given, 'exit-code') && isOutstandingSweep(report) ? 3 : 0;
}

async function sweep(id: string | undefined, region: string, stage: Stage, scene: Scene): Promise<SweepReport> {
  const { world, clock } = scene;
  const before = new Set(world.backend.executions().map(({ name }) => name));
  const at = clock.now().toISOString();
  const account = stage.accounts[0];
  const remediations = stage.remediators.flatMap((remediator) => remediator.remediations);
  const asked = remediations.filter((remediation) => id === undefined || remediation.id === id);
  const sweeps: string[] = [];
  for (const { name, remediations: own } of stage.remediators) {
    if (!own.some((remediation) => asked.includes(remediation))) continue;
    const execution = `sweep-${name}-${shortDigest([at, region, id ?? ''])}`;
    const only = id === undefined ? {} : { remediations: [id] };
    await world.start(name, execution, { sweep: { account, region, at, ...only } });
    sweeps.push(execution);
  }
  await world.backend.runUntilIdle({ expire: false });
  const swept = sweeps.flatMap((execution) => sweptBy(execution, scene));
  const found = world.backend.executions().filter(({ name }) => !before.has(name) && !sweeps.includes(name));
  const outcomes: ReplayOutcome[] = [];
  for (const { name } of found) outcomes.push(...(await outcomesOf(name, scene)));
  const without = asked.filter(({ list }) => list === undefined).map((remediation) => remediation.id);
  return { at, account, region, swept, without, outcomes };
}

function sweptBy(execution: string, { world }: Scene): Swept[] {
  const ended = world.backend.result(execution);
  if (ended.status === 'SUCCEEDED') return ended.result as Swept[];
  const why = ended.status === 'RUNNING' ? 'it has not ended' : (ended.error.ErrorMessage ?? ended.status);
  throw new CommandError(`the sweep ${execution} did not get through: ${why}`);
}
