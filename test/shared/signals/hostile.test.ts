import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../../shared/json.ts';
import { EventError } from '../../../shared/signals/event-error.ts';
import type { Normalised } from '../../../shared/signals/normalised.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import type { Event, Json, Kind } from './samples.ts';
import { altered, kindOf, kinds, pathsOf, sample, sampleNames, understand, valueAt } from './samples.ts';

/** What an identifier may look like: written anew here, so that a slip in the code can't excuse itself. */
const grammars: Readonly<Record<string, RegExp>> = {
  'AWS::Bedrock::Guardrail': /^[a-z0-9]{1,64}$/,
  'AWS::Logs::LogGroup': /^[\w#./-]{1,512}$/,
  'AWS::Bedrock::Agent': /^[0-9a-zA-Z]{10}$/,
  'AWS::Bedrock::AgentAlias': /^[0-9a-zA-Z]{10}\|[0-9a-zA-Z]{10}$/,
  'AWS::Bedrock::ModelCustomizationJob':
    /^arn:aws:bedrock:[a-z0-9-]+:\d{12}:model-customization-job\/[a-z0-9-]+\.[a-z0-9.:-]+\/[a-z0-9]{12}$/,
  'AWS::Bedrock::DataSource': /^\w{10}\|\w{10}$/,
  'AWS::Bedrock::Prompt': /^\w{10}$/,
  'AWS::IAM::Policy': /^(?:ANPA[A-Z0-9]{12,124}|arn:aws[a-z-]*:iam::\d{12}:policy\/[\w+=,.@/-]{1,680})$/,
  'AWS::IAM::Role': /^[\w+=,.@-]{1,64}$/,
  'AWS::IAM::User': /^[\w+=,.@-]{1,64}$/,
  'AWS::IAM::RootUser': /^\d{12}$/,
  'AWS::IAM::ServiceSpecificCredential': /^[\w+=,.@-]{1,64}\/\w{20,128}$/,
  'AWS::Organizations::Account': /^\d{12}$/,
  'AWS::Config::Account': /^[a-z]+(?:-[a-z]+)+-\d{1,2}$/,
  'AWS::Bedrock::Account': /^[a-z]+(?:-[a-z]+)+-\d{1,2}$/,
  'AWS::Inspector2::Account': /^[a-z]+(?:-[a-z]+)+-\d{1,2}$/,
  'AWS::ServiceQuotas::Quota': /^(?:bedrock|sagemaker)\/L-[0-9A-F]{8}\/[\d.]{1,13}$/,
  'AWS::TrustedAdvisor::Check': /^[a-z0-9-]{1,128}$/,
  'AWS::TrustedAdvisor::Recommendation': /^[\w-]{1,100}$/,
  'AWS::S3::Bucket': /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'AWS::BedrockAgentCore::BrowserCustom': /^[a-zA-Z]\w{0,47}-[a-zA-Z0-9]{10}$/,
  'AWS::BedrockAgentCore::CodeInterpreterCustom': /^[a-zA-Z]\w{0,47}-[a-zA-Z0-9]{10}$/,
  'AWS::BedrockAgentCore::Gateway': /^[0-9a-z][0-9a-z-]{0,200}-[0-9a-z]{10}$/,
  'AWS::BedrockAgentCore::Memory': /^[a-zA-Z][\w-]{0,99}-[a-zA-Z0-9]{10}$/,
  'AWS::BedrockAgentCore::Runtime': /^[a-zA-Z]\w{0,99}-[a-zA-Z0-9]{10}$/,
  'AWS::SageMaker::Endpoint': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::EndpointConfig': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::AutoMLJob': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,31}$/,
  'AWS::SageMaker::HyperParameterTuningJob': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,31}$/,
  'AWS::SageMaker::ProcessingJob': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::TrainingJob': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::TransformJob': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::DataQualityJobDefinition': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::ModelBiasJobDefinition': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::ModelExplainabilityJobDefinition': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::ModelQualityJobDefinition': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::MonitoringSchedule': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::StudioLifecycleConfig': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::AppImageConfig': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::Domain': /^d-[a-z0-9-]{1,61}$/,
  'AWS::SageMaker::FeatureGroup': /^[A-Za-z0-9_-]{1,64}$/,
  'AWS::SageMaker::Image': /^[A-Za-z0-9.-]{1,63}$/,
  'AWS::SageMaker::InferenceExperiment': /^[A-Za-z0-9-]{1,120}$/,
  'AWS::SageMaker::Model': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::SageMaker::NotebookInstance': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
  'AWS::CloudTrail::Trail': /^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[A-Za-z0-9._-]{3,128}$/,
  'AWS::ECR::ContainerImage': /^[a-z0-9][a-z0-9._/-]{1,255}@sha256:[0-9a-f]{64}$/,
  'AWS::Lambda::Function': /^[A-Za-z0-9_-]{1,140}$/,
  'AWS::EC2::Instance': /^i-[0-9a-f]{8,17}$/,
};
/** Settings of a whole account have no ARN, data sources lie within others, and a call tells no path. */
const withoutArn = [
  'AWS::Config::Account',
  'AWS::Bedrock::Account',
  'AWS::Bedrock::DataSource',
  'AWS::IAM::Role',
  'AWS::IAM::RootUser',
  'AWS::IAM::ServiceSpecificCredential',
  'AWS::IAM::User',
  'AWS::Inspector2::Account',
  'AWS::Organizations::Account',
  'AWS::TrustedAdvisor::Check',
];
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12})?:[A-Za-z0-9./:_-]{1,400}$/;
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

const events = new Map<string, Event>(kinds.flatMap(sampleNames).map((name) => [name, sample(name)]));

/** What came of it, or undefined if it was refused; any other error is a bug and goes through. */
function attempt(kind: Kind, event: unknown): Normalised | undefined {
  try {
    return understand(kind, event);
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    if (error.message.length >= 600 || !PRINTABLE.test(error.message))
      throw new Error('unfit message', { cause: error });
    return undefined;
  }
}

/** What is wrong with a result; one expectation on it is a hundred times cheaper than one on each part. */
function faultsOf({ signals, ignored }: Normalised): string[] {
  const faults = [
    ...ignored.filter(({ reason }) => reason.length >= 200 || !PRINTABLE.test(reason)).map(({ reason }) => reason),
    ...signals.flatMap(faultsOfSignal),
  ];
  return signals.length + ignored.length > 0 ? faults : ['neither signal nor reason'];
}

function faultsOfSignal(signal: Signal): string[] {
  const actor: readonly string[] = Object.values(signal.actor ?? {});
  const { hints } = signal;
  // Hints are names that AWS gave, or that are compared with such names; no free text gets in.
  const names = [
    hints.configRule,
    hints.apiCall,
    hints.stateChange,
    hints.findingArn,
    hints.findingType,
    ...(hints.models ?? []),
    hints.control,
    hints.check?.replaceAll(' ', '-'),
    ...Object.values(hints.hubFinding ?? {}),
    hints.image?.repository,
    hints.image?.digest,
  ];
  const sound: Readonly<Record<string, boolean>> = {
    id: /^[0-9a-f]{32}$/.test(signal.id),
    'resource.id': grammars[signal.resource.type]?.test(signal.resource.id) === true,
    // Of a policy Config tells an id, which stands in no ARN.
    'resource.arn': [...withoutArn, ...(signal.resource.id.startsWith('ANPA') ? ['AWS::IAM::Policy'] : [])].includes(
      signal.resource.type,
    )
      ? signal.resource.arn === undefined
      : ARN.test(signal.resource.arn ?? ''),
    account: /^\d{12}$/.test(signal.account),
    region: /^[a-z]+(?:-[a-z]+)+-\d{1,2}$/.test(signal.region),
    at: new Date(signal.at).toISOString() === signal.at,
    actor: actor.every((text) => PRINTABLE.test(text) && text.length <= 620),
    hints: names.every((hint) => hint === undefined || /^[\w:/.-]{1,300}$/.test(hint)),
    tags: (hints.image?.tags ?? []).every((tag) => /^\w[\w.-]{0,127}$/.test(tag)),
    // A checkpoint, a digest and a payload keep a signal as it is only if it is JSON through and through.
    json: canonical(JSON.parse(JSON.stringify(signal))) === canonical(signal),
  };
  return Object.keys(sound).filter((part) => sound[part] === false);
}

function expectSound(result: Normalised | undefined): void {
  if (result !== undefined) expect(faultsOf(result)).toEqual([]);
}

function expectUnspoilt(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
const name = fc.constantFrom(...events.keys());

const hostileTexts = [
  '',
  '\u001B]0;owned\u0007\u001B[2J\u001B[31m',
  'x\r\nINFO forged line',
  '\u202Eetirw\u202C',
  '../../../../etc/passwd',
  '$(touch /tmp/owned)',
  '; DROP TABLE ledger; --',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return process")()}}',
  '__proto__',
  'constructor()',
  'arn:aws:s3:::*',
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/a?b#c',
  '\u0000\uFFFF\uD800',
  'a'.repeat(1_000_000),
  'fraud-training-data\n',
  '-'.repeat(50_000),
  'ﬁne-bucket',
];

describe('hostile events', () => {
  test('arbitrary JSON is understood or refused with an EventError', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), json, (kind, value) => {
        expectSound(attempt(kind, value));
      }),
      { numRuns: 1000 },
    );
    expectUnspoilt();
  });

  test('arbitrary JSON as detail is understood or refused with an EventError', () => {
    fc.assert(
      fc.property(name, json, (of, detail) => {
        expectSound(attempt(kindOf(of), altered(events.get(of)!, 'detail', detail)));
      }),
      { numRuns: 1000 },
    );
    expectUnspoilt();
  });

  test('mutated samples give sound signals, reasons or EventErrors, and nothing else', () => {
    const mutation = name.chain((of) =>
      fc.record({
        of: fc.constant(of),
        changes: fc.array(
          fc.record({
            path: fc.constantFrom(...pathsOf(events.get(of)!)),
            value: fc.oneof(json, fc.constant(undefined), fc.constantFrom(...hostileTexts.slice(0, 15))),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    );
    fc.assert(
      fc.property(mutation, ({ of, changes }) => {
        let event = events.get(of)!;
        for (const { path, value } of changes) {
          if (exists(event, path)) event = altered(event, path, value);
        }
        expectSound(attempt(kindOf(of), event));
      }),
      { numRuns: 3000 },
    );
    expectUnspoilt();
  });

  // One sample of each shape; the others differ in names.
  test.each([
    'cloudtrail/02-training-bucket-acl-made-public',
    'cloudtrail/05-training-bucket-public-access-block-weakened',
    'cloudtrail/07-endpoint-config-created-without-key',
    'cloudtrail/08-endpoint-created-without-key',
    'cloudtrail/13-audit-trail-stopped-by-cloudformation',
    'config/01-public-training-bucket',
    'config/06-endpoint-config-without-key-first-evaluation',
    'inspector/03-critical-in-image-and-function',
    'inspector/07-azure-virtual-machine',
  ])('no hostile text in any string of %s becomes an identifier', (of) => {
    const event = events.get(of)!;
    const named = new Set(attempt(kindOf(of), event)?.signals.map(({ resource }) => canonical(resource)));
    const faults: string[] = [];
    for (const path of pathsOf(event).filter((to) => typeof valueAt(event, to) === 'string')) {
      for (const text of hostileTexts) {
        const result = attempt(kindOf(of), altered(event, path, text));
        if (result === undefined) continue;
        faults.push(...faultsOf(result));
        // What is left of the signals is about the same resources: the text has named nothing.
        const others = result.signals.filter(({ resource }) => !named.has(canonical(resource)));
        faults.push(...others.map(({ resource }) => `${path.join('.')} named ${resource.id}`));
      }
    }

    expect(faults).toEqual([]);
  });

  test('a member called __proto__ anywhere changes nothing', () => {
    for (const [of, event] of events) {
      const objects = [[], ...pathsOf(event)].filter((path) => isObject(valueAt(event, path)));
      for (const path of objects) {
        const spoilt = altered(event, [...path, '__proto__'], { polluted: 'yes', resourceId: 'x', status: 'CLOSED' });
        expect(canonical(attempt(kindOf(of), spoilt))).toBe(canonical(attempt(kindOf(of), event)));
      }
    }
    expectUnspoilt();
  });

  test('a detail nested a thousand levels deep is only skimmed', () => {
    let deep: Json = 'x';
    for (let level = 0; level < 1000; level += 1) deep = [deep];
    for (const [of, event] of events) {
      const laden = altered(event, 'detail.somethingNew', deep);
      expect(attempt(kindOf(of), laden)).toEqual(attempt(kindOf(of), event));
    }
  });
});

describe('the same event', () => {
  test.each([...events.keys()])('%s gives the same result, however its members are ordered', (of) => {
    const event = events.get(of)!;
    const once = canonical(attempt(kindOf(of), event));

    expect(canonical(attempt(kindOf(of), sample(of)))).toBe(once);
    expect(canonical(attempt(kindOf(of), reversed(event)))).toBe(once);
    expect(canonical(attempt(kindOf(of), { ...event, 'replay-name': 'from-the-archive' }))).toBe(once);
  });

  test('under another id is another signal about the same resource', () => {
    for (const [of, event] of events) {
      const [one] = attempt(kindOf(of), event)?.signals ?? [];
      const [two] = attempt(kindOf(of), { ...event, id: 'another' })?.signals ?? [];
      expect(two?.resource).toEqual(one?.resource);
      // What somebody does again and again within a span is one signal.
      const isOfSpan = one?.hints.access !== undefined;
      if (one !== undefined) expect(two?.id === one.id, of).toBe(isOfSpan);
    }
  });
});

function exists(event: Json, path: readonly (string | number)[]): boolean {
  let found: Json = event;
  for (const key of path) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, key)) return false;
    found = (found as Record<string | number, Json>)[key] as Json;
  }
  return true;
}

function isObject(value: Json): boolean {
  return value !== null && typeof value === 'object';
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
}
