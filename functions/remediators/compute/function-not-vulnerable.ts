import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Action, Condition } from '../../../shared/plan.ts';
import { compileGlob } from '../../../shared/policy/glob.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { arnOf } from '../../../shared/signals/arn.ts';
import { foundLately, inspector2, thresholds, weaknessesOf } from './findings.ts';
import { isTagged, taggedAs } from './selection.ts';
import { faults, namesOf, upgrades } from './words.ts';

const lambda = service('Lambda', LambdaClient, {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
});
type Aws = BoundServices<{ lambda: typeof lambda }>;

const type = 'AWS::Lambda::Function';

const parameters = z.strictObject({
  ...thresholds,
  tags: taggedAs,
  names: z
    .array(z.string().min(1).max(64))
    .default([])
    .describe('Names of functions of AI pipelines, whatever their tags; * stands for any text.'),
});

/** In the form of what is read of a function that is right, so that the two can be compared. */
interface Before extends JsonObject {
  readonly function: string;
  /** Null: nothing is reserved, and it shares what the account has. */
  readonly reserved: number | null;
}

/**
 * Holds a function of an AI pipeline that has a vulnerability with a known exploit, or a critical one: with nothing
 * reserved for it, Lambda lets no invocation through. Code, versions, triggers and settings stay as they are.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export const functionNotVulnerable = defineRemediation({
  id: 'lambda-function-not-vulnerable',
  title: 'Hold a function that has an exploited or critical vulnerability',
  description:
    'Sets the reserved concurrency of a Lambda function of an AI pipeline to 0, so that nothing runs until it has been upgraded. Functions that the policy does not name as such are reported, with what to upgrade.',
  severity: 'critical',
  // Whatever calls the function is refused meanwhile.
  impact: 'disruptive',
  reversible: true,
  resource: type,
  controls: { prowler: ['inspector2_active_findings_exist'] },
  triggers: [{ resource: type, finding: true }],
  parameters,
  uses: { lambda, inspector2 },

  async assess({ id }, aws, settings) {
    const { arn, account, busy } = await read(aws, id);
    if (busy !== undefined) return { state: 'busy', why: busy };
    const { ReservedConcurrentExecutions: reserved = null } = await aws.lambda.GetFunctionConcurrency({
      FunctionName: id,
    });
    const live: Before = { function: id, reserved };
    const found = await weaknessesOf(aws, { function: id, account }, settings);
    if (found.length === 0 && reserved !== 0) return { state: 'compliant', why: harmless, live };
    if (found.length === 0) {
      const closed = await weaknessesOf(aws, { function: id, account }, settings, 'CLOSED');
      if (closed.length === 0) return { state: 'compliant', why: harmless, live };
      const why = [`${id} is held (reserved concurrency 0), though ${namesOf(closed)} is closed by now`];
      return { state: 'manual', why, steps: lift(id), live };
    }
    if (reserved === 0) {
      return { state: 'compliant', why: `It is held until ${namesOf(found)} is put right: nothing runs.`, live };
    }
    const tags = await tagsOf(aws, arn);
    const why = faults(found);
    if (tags['application'] === 'redress') {
      return {
        state: 'manual',
        why,
        steps: [...upgrades(found), 'Deploy Redress anew: it does not hold itself.'],
        live,
      };
    }
    const named = settings.names.some((pattern) => compileGlob(pattern)(id));
    if (!named && !isTagged(settings.tags, tags)) {
      return { state: 'manual', why, steps: [...upgrades(found), unselected], live };
    }
    return { state: 'wrong', why, before: live };
  },

  plan({ function: name, reserved }) {
    return {
      steps: [
        {
          id: 'hold',
          title: `Let no invocation of ${name} through (reserved concurrency 0)`,
          ...reserve(name, 0, reserved),
          undo: reserved === null ? release(name) : reserve(name, reserved, 0),
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        'Callers get TooManyRequestsException. Events that were sent asynchronously are kept for six hours at most; messages in a queue may end in its dead-letter queue.',
        'The vulnerability stays. Once the upgrade is deployed and Amazon Inspector has closed the finding, the sweep tells that the hold may be lifted.',
        ...(reserved === null
          ? []
          : [`While it is held, other functions may take the ${reserved} that were reserved.`]),
      ],
    };
  },

  tags: async ({ id }, aws) => tagsOf(aws, (await read(aws, id)).arn),

  async *list(aws, scope) {
    const names = foundLately(
      aws,
      'AWS_LAMBDA_FUNCTION',
      scope,
      ({ details }) => details?.awsLambdaFunction?.functionName,
    );
    for await (const id of names) yield { resource: { type, id, arn: arnOf('lambda', `function:${id}`, scope) } };
  },
});

const harmless = 'Amazon Inspector has no active finding about the function that counts.';

const unselected =
  'If it belongs to an AI pipeline and is to be held until then, name it, or its tags, in remediations.lambda-function-not-vulnerable.parameters.';

function lift(name: string): string[] {
  return [
    'See whether the upgrade was deployed: Inspector closes findings as well about functions that nobody has updated or invoked for 90 days.',
    `Then let it run again: redress rollback, with the id of the action that has held it; or aws lambda delete-function-concurrency --function-name ${name}, and put-function-concurrency with the number that was reserved, which is in that action's evidence.`,
  ];
}

/** @param from what is reserved as yet; where nothing is, there is no member that a condition could look at */
function reserve(FunctionName: string, to: number, from: number | null): Action {
  return {
    call: apiCall(lambda, 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: to }),
    ...(from === null ? {} : { only: reserves(FunctionName, from) }),
    done: reserves(FunctionName, to),
  };
}

function release(FunctionName: string): Action {
  return { call: apiCall(lambda, 'DeleteFunctionConcurrency', { FunctionName }) };
}

function reserves(FunctionName: string, number: number): Condition {
  const call = apiCall(lambda, 'GetFunctionConcurrency', { FunctionName });
  return { call, path: 'ReservedConcurrentExecutions', is: [number] };
}

async function tagsOf({ lambda: client }: Aws, Resource: string): Promise<Record<string, string>> {
  return (await client.ListTags({ Resource })).Tags ?? {};
}

/** Where the function is, and why it can't be changed right now. Its environment variables are left unread. */
async function read(
  { lambda: client }: Aws,
  FunctionName: string,
): Promise<{ readonly arn: string; readonly account: string; readonly busy: string | undefined }> {
  const { FunctionArn: arn = '', State, LastUpdateStatus } = await client.GetFunctionConfiguration({ FunctionName });
  const [, account] = /^arn:[a-z-]+:lambda:[a-z0-9-]+:(\d{12}):/.exec(arn) ?? [];
  if (account === undefined) throw new TypeError('GetFunctionConfiguration told no ARN');
  const moving = State === 'Pending' || LastUpdateStatus === 'InProgress';
  return { arn, account, busy: moving ? `${FunctionName} is being created or updated.` : undefined };
}
