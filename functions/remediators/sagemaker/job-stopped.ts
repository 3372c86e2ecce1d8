import * as z from 'zod';
import { printable } from '../../../shared/aws/failure.ts';
import { at } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Plan } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Assessment, Remediation, Scope, Severity, Target, Trigger } from '../../../shared/remediation.ts';
import { arnOf } from '../../../shared/signals/arn.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { keeperOf, locateJob } from './job-parents.ts';
import { isSet, needless, partsOf, places } from './job-settings.ts';
import type { Setting } from './job-settings.ts';
import { jobKinds, kindOf, kindsOfJobs, operationsFor } from './jobs.ts';
import type { JobAws, JobKind } from './jobs.ts';
import { tagsByKey } from './tags.ts';

/** A fault of jobs: a setting that they were created without. */
export interface JobFault {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly controls: Remediation['controls'];
  readonly setting: Setting;
  /** Ends the sentence that begins with the job's name: `is in no VPC`. */
  readonly has: string;
  /** The same without the fault, as a sentence. */
  readonly right: string;
  /** What to ask for when the job is created anew, after "with": `a VpcConfig`. */
  readonly instead: string;
}

interface Before extends JsonObject {
  readonly kind: JobKind;
  readonly job: string;
  readonly role: string | null;
  /** The definitions of a tuning job that have the fault. */
  readonly definitions: readonly string[];
}

const action = z
  .enum(['report', 'stop'])
  .default('report')
  .describe('report: only tell what to do. stop: stop the job, which can’t be undone; its checkpoints are kept.');

/**
 * Stops a job that runs with a fault. Nothing about a job can be changed once it is created, and one that is
 * over does no more harm: only while it runs there is something to stop, and nothing to put right.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopTrainingJob.html
 */
export function stopping(fault: JobFault): Remediation {
  const { id, title, severity, controls, setting, has, instead } = fault;
  const kinds = jobKinds.filter((kind) => places[setting][kind] !== undefined);
  return defineRemediation({
    id,
    title,
    description: `Reports a running job that ${has}, with whom it belongs to, or stops it if the policy says so (action: stop). A job can’t be changed: it has to be started again, under a new name, with ${instead}.`,
    severity,
    // What has been computed since the last checkpoint is lost.
    impact: 'destructive',
    reversible: false,
    // One of five kinds.
    resource: 'AWS::SageMaker::TrainingJob',
    controls,
    triggers: kinds.map(triggerOf),
    parameters: z.strictObject({
      action,
      jobs: z
        .array(z.enum(kinds))
        .default([...kinds])
        .describe('Kinds of jobs that must not have the fault; others are left alone.'),
    }),
    uses: { sagemaker: operationsFor(kinds) },

    locate: async (signal, aws) => locateJob(signal, aws),

    async assess({ id: name, type, facts }, aws, settings): Promise<Assessment<Before>> {
      const kind = kindOf(type);
      const { noun, read } = kindsOfJobs[kind];
      const paths = places[setting][kind];
      if (paths === undefined) return { state: 'compliant', why: `An ${noun} has no such setting of its own.` };
      if (!settings.jobs.includes(kind)) return { state: 'compliant', why: `The policy leaves ${noun}s alone.` };
      const job = await read(aws, name);
      const status = at(job, `${kind}Status`);
      if (typeof status !== 'string') throw new TypeError(`The ${noun} ${name} has no status`);
      const live = { [`${kind}Status`]: status };
      const judged = judge(fault, kind, job);
      if ('right' in judged) return { state: 'compliant', why: judged.right, live };
      if (status !== 'InProgress') {
        return { state: 'compliant', why: `The ${noun} ${has}, but it is ${status}: it is over.`, live };
      }
      const { role, definitions } = judged;
      const keeper = keeperOf(job);
      const starter = facts?.['startedBy'];
      const why = [
        `The ${noun} ${name} ${has}${definitions.length === 0 ? '' : ` (${printable(definitions.join(', '))})`}`,
        ...(role === null ? [] : [`It runs as ${printable(role)}`]),
        ...(typeof starter === 'string' ? [`It was started by ${starter}`] : []),
        ...(keeper === undefined ? [] : [keeper.why]),
      ];
      if (keeper !== undefined) return { state: 'manual', why, steps: [keeper.step], live };
      if (settings.action === 'report') return { state: 'manual', why, steps: stepsFor(kind, name, instead), live };
      return { state: 'wrong', why, before: { kind, job: name, role, definitions } };
    },

    plan: ({ kind, job }) => planStop(kind, job, instead),
    tags: async (target, aws) => tagsByKey(aws, arnOfJob(target)),
    list: (aws, scope) => running(aws, scope, kinds),
  });
}

function judge(
  { setting, has, right }: JobFault,
  kind: JobKind,
  job: object,
): { readonly right: string } | Pick<Before, 'role' | 'definitions'> {
  const without = partsOf(kind, job).filter((part) => !isSet(part, places[setting][kind] ?? []));
  const faulty = without.filter((part) => needless(setting, part) === undefined);
  if (faulty.length > 0) {
    const names = faulty.map((part) => at(part, 'DefinitionName'));
    const role = faulty.map((part) => at(part, 'RoleArn')).find((arn) => typeof arn === 'string');
    return { role: role ?? null, definitions: names.filter((name) => typeof name === 'string') };
  }
  const [reason] = without.flatMap((part) => needless(setting, part) ?? []);
  return { right: reason === undefined ? right : `The ${kindsOfJobs[kind].noun} ${has}: ${reason}.` };
}

function planStop(kind: JobKind, job: string, instead: string): Plan {
  const { noun, stop, describe } = kindsOfJobs[kind];
  const status = { call: describe(job), path: `${kind}Status` };
  const ended = ['Stopped', 'Completed', 'Failed'];
  const again = startAgain(noun, instead);
  return {
    steps: [
      {
        id: 'stop',
        title: `Stop the ${noun} ${job}`,
        call: stop(job),
        done: { ...status, is: ['Stopping', ...ended] },
        // A tuning job waits for those that it has started.
        until: { ...status, is: ended, every: 30, within: 7200 },
        final: again,
        semantics: 'at-least-once',
      },
    ],
    expect: 'compliant',
    notes: ['What the job has not saved two minutes after it is told to stop is lost.', again],
  };
}

function stepsFor(kind: JobKind, job: string, instead: string): string[] {
  const { noun, stop } = kindsOfJobs[kind];
  return [`Stop the ${noun} ${job} (${stop(job).operation}), or let it end.`, startAgain(noun, instead)];
}

/** The tag operations know nothing but ARNs, and every identifier of a job has one. */
function arnOfJob({ arn, type, id }: Target): string {
  if (arn === undefined) throw new TypeError(`${type} ${id} has no ARN`);
  return arn;
}

function startAgain(noun: string, instead: string): string {
  return `A ${noun} that was stopped does not go on: start it again under a new name, with ${instead}.`;
}

/** SageMaker tells of every kind but AutoML jobs itself. */
function triggerOf(kind: JobKind): Trigger {
  const resource = `AWS::SageMaker::${kind}`;
  const apiCall = kindsOfJobs[kind].create.map((operation) => `sagemaker:${operation}`);
  return kind === 'AutoMLJob' ? { resource, apiCall } : { resource, apiCall, stateChange: ['InProgress'] };
}

/** Jobs that are over are history: only those that run are candidates. */
async function* running(
  aws: JobAws,
  scope: Scope,
  kinds: readonly JobKind[],
): AsyncGenerator<{ readonly resource: ResourceRef }> {
  for (const kind of kinds) {
    const { inArns, page } = kindsOfJobs[kind];
    let next: string | undefined;
    do {
      const found = await page(aws, next === undefined ? { MaxResults: 100 } : { MaxResults: 100, NextToken: next });
      for (const id of found.names) {
        if (id === undefined) continue;
        const arn = arnOf('sagemaker', `${inArns}/${id.toLowerCase()}`, scope);
        yield { resource: { type: `AWS::SageMaker::${kind}`, id, arn } };
      }
      next = found.next;
    } while (next !== undefined);
  }
}
