import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { AdvancedEventSelector } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { orUndefined, printable } from '../../../shared/aws/failure.ts';
import type { Json, JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { allData, allManagement, asAdvanced, isCovered, named, selectorsIn } from './selectors.ts';
import type { Selectors } from './selectors.ts';
import { wantedOf } from './selectors-wanted.ts';
import { trails, trailsAtHome, trailTags, trailType } from './trails.ts';

const cloudtrail = service('CloudTrail', CloudTrailClient, {
  ...trails.commands,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
});
type Aws = BoundServices<{ cloudtrail: typeof cloudtrail }>;

/**
 * Data events of AI resources that tell who used what. Management events tell of InvokeModel and Converse already.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
const aiTypes = [
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::AsyncInvoke',
  'AWS::Bedrock::FlowAlias',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::InlineAgent',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::Bedrock::Model',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::BedrockAgentCore::Runtime',
  'AWS::SageMaker::Endpoint',
  'AWS::SageMaker::FeatureGroup',
] as const;

const parameters = z.strictObject({
  'data-events': z
    .array(z.string().regex(/^AWS::\w{2,64}::\w{1,64}$/))
    .max(100)
    .default([...aiTypes])
    .describe('Types of resources whose data events are looked for, as resources.type has them.'),
  'add-data-events': z
    .boolean()
    .default(false)
    .describe(
      'Whether data events of these types are added where they were never logged; AWS charges for data events. Those that were logged are put back in any case.',
    ),
  'excluded-sources': z
    .array(z.enum(['kms.amazonaws.com', 'rdsdata.amazonaws.com']))
    .max(2)
    .default([])
    .describe('Services whose management events a trail may leave out.'),
});

interface Before extends JsonObject {
  readonly selectors: Json;
  readonly wanted: Json;
  /** What comes to be logged, for a person. */
  readonly again: readonly string[];
}

/**
 * Has a trail log what it has logged before, and all management events where no other trail does: whoever wants to
 * use a model unseen need not stop the trail, it is enough to take the selector away.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export const trailSelectorsKept = defineRemediation({
  id: 'cloudtrail-trail-selectors-kept',
  title: 'Have a trail log what it has logged before',
  description:
    'Puts event selectors that were narrowed or taken away back as the last sweep saw them, data events of AI resources among them, and has a trail log all management events where no other one does.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: trailType,
  controls: {
    securityHub: ['CloudTrail.1'],
    configRules: ['cloudtrail-security-trail-enabled'],
    prowler: ['cloudtrail_bedrock_logging_enabled', 'cloudtrail_multi_region_enabled_logging_management_events'],
  },
  // What is new is kept at once, not only by the next sweep. The Config rule's event is about the account.
  triggers: [{ resource: trailType, apiCall: ['cloudtrail:CreateTrail', 'cloudtrail:PutEventSelectors'] }],
  parameters,
  uses: { cloudtrail },

  async assess({ id }, aws, given, { snapshot }) {
    const now = await selectorsOf(id, aws);
    const kept = snapshot === undefined ? undefined : (snapshot as unknown as Selectors);
    const logged = asAdvanced(now);
    const lost = (kept === undefined ? [] : asAdvanced(kept)).filter((selector) => !isCovered(selector, logged));
    const excluded = given['excluded-sources'];
    const never = given['data-events'].map(allData).filter((selector) => !isCovered(selector, [...logged, ...lost]));
    const needed = [allManagement(excluded), ...(given['add-data-events'] ? never : [])];
    const missing = await notElsewhere(
      needed.filter((selector) => !isCovered(selector, [...logged, ...lost])),
      id,
      aws,
    );
    const again = [...lost, ...missing];
    if (again.length === 0) {
      const types = given['data-events'].filter((type) => !isCovered(allData(type), logged));
      const rest = types.length === 0 ? '' : ` Data events that it does not log: ${types.join(', ')}.`;
      return { state: 'compliant', why: `It logs what it has to.${rest}`, live: toJson(now) };
    }
    const why = [...told('no longer logs', lost), ...told('does not log', missing)];
    const wanted = wantedOf(now, again, kept, excluded);
    if (wanted === undefined) return { state: 'manual', why, steps: byHand(id, again), live: toJson(now) };
    const before: Before = { selectors: toJson(now), wanted: toJson(wanted), again: again.map(named) };
    return { state: 'wrong', why, before };
  },

  plan({ selectors, wanted, again }: Before, _parameters, { id: TrailName }) {
    const put = (to: Json) => apiCall(cloudtrail, 'PutEventSelectors', { TrailName, ...(to as unknown as Selectors) });
    const data = again.some((one) => one.startsWith('data'));
    return {
      steps: [
        {
          id: 'put-selectors',
          title: printable(`Have ${TrailName} log ${again.join(', ')}`, 500),
          call: put(wanted),
          undo: { call: put(selectors) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      ...(data && { notes: ['AWS charges for each data event that is logged.'] }),
    };
  },

  async snapshot({ id }, aws) {
    return toJson(await selectorsOf(id, aws));
  },
  tags: async (target, aws) => trailTags(target, aws),
  list: (aws, scope) => trailsAtHome(aws, scope),
});

/** @throws TrailNotFoundException, which the pipeline takes for gone */
async function selectorsOf(TrailName: string, aws: Aws): Promise<Selectors> {
  return selectorsIn(await aws.cloudtrail.GetEventSelectors({ TrailName }));
}

/** Without those that another trail logs in all Regions: a second copy of the same events would be paid for. */
async function notElsewhere(
  missing: readonly AdvancedEventSelector[],
  id: string,
  aws: Aws,
): Promise<readonly AdvancedEventSelector[]> {
  if (missing.length === 0) return missing;
  const { trailList = [] } = await aws.cloudtrail.DescribeTrails({ includeShadowTrails: true });
  let left = missing;
  for (const { TrailARN: arn = id, IsMultiRegionTrail } of trailList) {
    if (arn === id || IsMultiRegionTrail !== true) continue;
    // It may have been deleted meanwhile.
    const logged = await orUndefined('TrailNotFoundException', loggedBy(arn, aws));
    left = left.filter((selector) => !isCovered(selector, logged ?? []));
  }
  return left;
}

async function loggedBy(arn: string, aws: Aws): Promise<readonly AdvancedEventSelector[]> {
  const { IsLogging } = await aws.cloudtrail.GetTrailStatus({ Name: arn });
  return IsLogging === true ? asAdvanced(await selectorsOf(arn, aws)) : [];
}

function told(what: string, selectors: readonly AdvancedEventSelector[]): string[] {
  if (selectors.length === 0) return [];
  return [printable(`The trail ${what} ${selectors.map(named).join(', ')}`, 1000)];
}

function byHand(id: string, selectors: readonly AdvancedEventSelector[]): string[] {
  return [
    `Look at what the trail logs: aws cloudtrail get-event-selectors --trail-name ${id}`,
    `A trail takes 500 values in all its selectors; make room, for instance by StartsWith in place of single ARNs.`,
    printable(`Add selectors for ${selectors.map(named).join(', ')}.`, 1000),
    `Put all of them: aws cloudtrail put-event-selectors --trail-name ${id} --advanced-event-selectors file://selectors.json`,
  ];
}
