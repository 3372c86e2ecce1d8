import { shortDigest } from '../../shared/plan.ts';
import { EventError } from '../../shared/signals/event-error.ts';
import { identify } from '../../shared/signals/identifiers.ts';
import { triggered } from '../../shared/signals/route.ts';
import type { ResourceRef, Signal } from '../../shared/signals/signal.ts';
import { explainedLines } from '../print/explained.ts';
import type { Considered, Explained } from '../print/explained.ts';
import { readEvents } from '../input.ts';
import type { Item } from '../input.ts';
import { paintFor, safe } from '../print/style.ts';
import { catchUp } from '../replay.ts';
import { CommandError, UsageError } from '../run.ts';
import type { Arguments, Command, ExitCode, Streams } from '../run.ts';
import { beginningOf, homeRegion, isElsewhere } from '../stage.ts';
import type { Scene, Stage } from '../stage.ts';
import { routeEvent } from './explain-event.ts';
import { explainRemediation } from './explain-remediation.ts';
import { format, oneArgument, stageOptions, stateOptions, text, toStageOptions, widthOf } from './options.ts';
import { knownRemediation } from './remediation.ts';
import { continueScene } from './scene.ts';

const help = `Explains what Redress would do about an event or a resource, and why: the rules that take the event, the
signals that the source makes of it, the remediations that answer, what reading the resource shows, and
every gate between a finding and a write, with the line of the policy that is responsible. Writes nothing.

  EVENT                  a file with one event, as EventBridge delivers it
  ARN                    a resource
  --remediation ID       this one only
  --region NAME          of an ARN that names none; ${homeRegion} by default
  --mode MODE            off, report, approve or enforce, whatever the policy says
  --policy FILE          policy file; the local account's own by default, the one in policy.yml for AWS
  --account FILE         what the local account holds, as JSON
  --endpoint URL         an AWS emulator instead of the local account
  --profile NAME         an AWS account; the deployment's own ledger is not read
  --state FILE           what an earlier command has left; .redress/state.json by default
  --no-state             the initial account
  --format FORMAT        table (default) or json`;

// No evidence: nothing is run.
const { evidence: _, ...options } = stageOptions;

export const explainCommand: Command = {
  summary: 'Explains what would be done about an event or a resource, and why.',
  usage: 'EVENT|ARN [options]',
  help,
  options: {
    ...options,
    ...stateOptions,
    remediation: { type: 'string' },
    region: { type: 'string' },
    format: { type: 'string' },
  },
  run: runExplain,
};

async function runExplain(given: Arguments, streams: Streams): Promise<ExitCode> {
  const subject = oneArgument(given, 'an event file or an ARN');
  const wanted = format(given);
  const explained = subject.startsWith('arn:')
    ? await explainArn(subject, given, streams)
    : await explainEvent(subject, given, streams);
  const { stdout } = streams;
  stdout.write(
    wanted === 'json'
      ? `${JSON.stringify(explained)}\n`
      : `${explainedLines(explained, paintFor(stdout), widthOf(streams)).join('\n')}\n`,
  );
  return 0;
}

async function explainEvent(file: string, given: Arguments, streams: Streams): Promise<Explained> {
  const event = await readEvent(file, streams.stdin);
  const { stage, scene } = await continueScene(given, streams, { needed: false, begin: beginningOf(event) });
  await catchUp(event, scene.clock);
  const { rules, sources, signals } = await routeEvent(event, stage, scene);
  const considered: Considered[] = [];
  for (const { signal, remediator } of signals)
    considered.push(...(await consider(signal, given, stage, scene, remediator)));
  return {
    subject: file,
    at: scene.clock.now().toISOString(),
    rules,
    sources,
    considered,
    notes: notesOn(given, stage),
  };
}

async function explainArn(arn: string, given: Arguments, streams: Streams): Promise<Explained> {
  const { stage, scene } = await continueScene(given, streams, { needed: false });
  const at = scene.clock.now().toISOString();
  const considered: Considered[] = [];
  for (const signal of signalsAbout(arn, at, given, stage))
    considered.push(...(await consider(signal, given, stage, scene)));
  return { subject: arn, at, considered, notes: notesOn(given, stage) };
}

/** Every remediation that the signal triggers, or the one that was asked for. */
async function consider(
  signal: Signal,
  given: Arguments,
  { remediators }: Stage,
  scene: Scene,
  only?: string,
): Promise<Considered[]> {
  const id = text(given, 'remediation');
  if (id !== undefined) knownRemediation(id, remediators);
  const considered: Considered[] = [];
  for (const { name, remediations } of remediators) {
    const edge = scene.world.edges.get(name);
    if (edge === undefined || (only !== undefined && only !== name)) continue;
    const called = remediations.filter(
      (remediation) =>
        (id ?? remediation.id) === remediation.id && remediation.triggers.some((trigger) => triggered(trigger, signal)),
    );
    for (const remediation of called) {
      considered.push(...(await explainRemediation({ scene, edge, remediator: name, remediation, signal })));
    }
  }
  return considered;
}

/** Read as a replay reads it, but one alone. @throws CommandError */
async function readEvent(file: string, stdin: Streams['stdin']): Promise<unknown> {
  const items: Item[] = [];
  for await (const item of readEvents([file], () => stdin)) if (items.push(item) > 1) break;
  const [item, more] = items;
  if (item === undefined) throw new CommandError(`${safe(file)} holds no event`);
  if ('problem' in item) throw new CommandError(`${safe(item.file)} can't be explained: ${safe(item.problem, 500)}`);
  if (more !== undefined)
    throw new CommandError(`${safe(file)} holds several events, and one at a time is explained; plan takes them all`);
  return item.event;
}

/** A signal for each kind of resource that the ARN can be of, as if a person had asked. */
function signalsAbout(arn: string, at: string, given: Arguments, stage: Stage): Signal[] {
  const [, , , region = '', account = ''] = arn.split(':');
  const scope = {
    account: account === '' ? stage.accounts[0] : account,
    region: region === '' ? (text(given, 'region') ?? homeRegion) : region,
  };
  const triggers = stage.remediators.flatMap(({ remediations }) => remediations.flatMap((one) => one.triggers));
  const types = [...new Set(triggers.map(({ resource }) => resource))].toSorted();
  const resources = types.flatMap((type) => resourceOf(type, arn, scope));
  if (resources.length === 0) {
    throw new UsageError(
      `no remediation is about ${JSON.stringify(safe(arn, 200))}; there are some for ${types.join(', ')}`,
    );
  }
  return resources.map((resource) => ({
    id: shortDigest(['explain', at, resource], 32),
    source: 'person',
    at,
    event: 'explain',
    ...scope,
    resource,
    hints: { requested: 'person' },
  }));
}

function resourceOf(
  type: string,
  arn: string,
  scope: { readonly account: string; readonly region: string },
): ResourceRef[] {
  try {
    return [identify(type, arn, scope, 'ARN')];
  } catch (error) {
    if (error instanceof EventError) return [];
    throw error;
  }
}

function notesOn(given: Arguments, { policy }: Stage): string[] {
  return [
    ...(isElsewhere(toStageOptions(given))
      ? ["The deployment's ledger is not read: claims, quarantine, attempts and limits are as for a first time."]
      : []),
    ...(policy.readsTags ? ['The policy selects by tag.'] : []),
  ];
}
