import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilePattern } from '../../local/patterns/compile.ts';
import { parseStack, readStack, StackError } from '../../local/stack/serverless-file.ts';
import type { StackRule } from '../../local/stack/serverless-file.ts';
import { aiServices, deniedCodes } from '../../shared/signals/ai-call.ts';
import routes from '../../shared/signals/routes.json' with { type: 'json' };

const project = join(import.meta.dirname, '../..');
const stack = readStack(join(project, 'serverless.yml'));

describe('parseStack', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'redress-stack-'));
    mkdirSync(join(root, 'functions/remediators/s3'), { recursive: true });
    writeFileSync(join(root, 'functions/remediators/s3/handler.ts'), '');
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  const text = `
service: redress
provider: { stage: !Ref Anything }
functions:
  watch:
    handler: dist/sources/watch/index.handler
    role: !GetAtt WatchRole.Arn
    events:
      - sqs: arn:aws:sqs:eu-central-1:111122223333:q
      - eventBridge: { name: '\${self:service}-\${sls:stage}-a', pattern: { source: [aws.s3] } }
      - eventBridge: { name: b, eventBus: !Ref Bus, pattern: { source: [redress] } }
      - eventBridge: { name: c, eventBus: default, pattern: { detail: { $or: [{ a: [1] }, { b: [2] }] } } }
  remediate-s3:
    handler: dist/remediators/s3/index.handler
    durableConfig: \${self:custom.durable}
`;

  it('gives functions with the module that each is built from', () => {
    expect(parseStack(text, root).functions).toEqual([
      {
        name: 'watch',
        handler: 'dist/sources/watch/index.handler',
        path: 'sources/watch',
        source: join(root, 'functions/sources/watch.ts'),
        durable: false,
      },
      {
        name: 'remediate-s3',
        handler: 'dist/remediators/s3/index.handler',
        path: 'remediators/s3',
        source: join(root, 'functions/remediators/s3/handler.ts'),
        durable: true,
      },
    ]);
  });

  it('gives rules with their function, bus and pattern', () => {
    expect(parseStack(text, root, 'live').rules).toEqual([
      { function: 'watch', name: 'redress-live-a', bus: 'default', pattern: { source: ['aws.s3'] } },
      { function: 'watch', name: 'b', bus: 'custom', pattern: { source: ['redress'] } },
      { function: 'watch', name: 'c', bus: 'default', pattern: { detail: { $or: [{ a: [1] }, { b: [2] }] } } },
    ]);
  });

  const writtenOut = (rule: string) => `${text}
resources:
  Resources:
    Table: { Type: AWS::DynamoDB::Table }
    Schedule: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(1 day) } }
    Own: { Type: AWS::Events::Rule, ${rule} }
`;
  const target = 'Targets: [{ Id: watch, Arn: !GetAtt WatchLambdaFunction.Arn }]';

  it('gives rules that are written out among the resources, but for those that have to be asked for', () => {
    const properties = `Name: 'own-\${sls:stage}', EventPattern: { source: [aws.iam] }, ${target}`;
    const rulesIn = (rule: string) => parseStack(writtenOut(rule), root).rules.slice(3);

    expect(rulesIn(`Properties: { ${properties} }`)).toEqual([
      { function: 'watch', name: 'own-dev', bus: 'default', pattern: { source: ['aws.iam'] } },
    ]);
    expect(rulesIn(`Properties: { ${properties}, EventBusName: !Ref Bus }`)).toMatchObject([{ bus: 'custom' }]);
    expect(rulesIn(`Condition: IsOn, Properties: { ${properties} }`)).toEqual([]);
  });

  it.each([
    ['Name: n, EventPattern: {}', 'resources.Resources.Own.Properties.Targets: expected a list'],
    ['Name: n, EventPattern: {}, Targets: [{ Arn: x }]', "Targets[0].Arn: expected a function's !GetAtt"],
    ['Name: n, EventPattern: {}, Targets: [{ Arn: !GetAtt A.Arn }]', "Targets[0].Arn: expected a function's !GetAtt"],
    [`EventPattern: {}, ${target}`, 'resources.Resources.Own.Properties.name: expected text'],
    [`Name: n, EventPattern: [], ${target}`, 'Own.Properties.pattern: expected a mapping'],
  ])('says of a rule with %s where it is wrong', (properties, message) => {
    expect(() => parseStack(writtenOut(`Properties: { ${properties} }`), root)).toThrow(message);
  });

  it.each([
    ['a: [', 'is not YAML'],
    ['- a', 'serverless.yml: expected a mapping, found ["a"]'],
    ['a: 1', 'service: expected text, found nothing'],
    ['hello', 'serverless.yml: expected a mapping, found "hello"'],
    ['service: x', 'functions: expected a mapping, found nothing'],
    ['service: x\nfunctions: []', 'functions: expected a mapping, found []'],
    ['service: x\nfunctions: { a: }', 'functions.a: expected a mapping, found null'],
    ['service: x\nfunctions: { a: {} }', 'functions.a.handler: expected text, found nothing'],
    [
      'service: x\nfunctions: { a: { handler: src/a.handler } }',
      'functions.a.handler: expected dist/<path>/index.handler, found src/a.handler',
    ],
    [
      'service: x\nfunctions: { a: { handler: dist/../a/index.handler } }',
      'functions.a.handler: expected dist/<path>/index.handler',
    ],
    [
      'service: x\nfunctions: { a: { handler: dist/a/index.handler, events: {} } }',
      'functions.a.events: expected a list',
    ],
    [
      'service: x\nfunctions: { a: { handler: dist/a/index.handler, events: [{ eventBridge: { pattern: {} } }] } }',
      'functions.a.events[0].eventBridge.name: expected text',
    ],
    [
      'service: x\nfunctions: { a: { handler: dist/a/index.handler, events: [{ eventBridge: { name: n } }] } }',
      'functions.a.events[0].eventBridge.pattern: expected a mapping',
    ],
    [
      "service: x\nfunctions: { a: { handler: dist/a/index.handler, events: [{ eventBridge: { name: n, pattern: { source: ['${x:y}'] } } }] } }",
      'variables are not resolved here',
    ],
  ])('says of %j where it is wrong', (wrong, message) => {
    expect(() => parseStack(wrong, root)).toThrow(StackError);
    expect(() => parseStack(wrong, root)).toThrow(message);
  });

  it('says which file is missing', () => {
    expect(() => readStack(join(root, 'nothing.yml'))).toThrow(/nothing\.yml can't be read/);
  });
});

describe('serverless.yml', () => {
  const delivered = (event: object): readonly string[] =>
    stack.rules.filter((rule) => compilePattern(rule.pattern)(event)).map((rule) => rule.function);
  const all = Object.values(routes).flatMap((triggers) =>
    triggers.flatMap((trigger) => ('apiCall' in trigger ? trigger.apiCall : [])),
  );
  // Several remediations may answer one call.
  const calls = [...new Set(all)];

  function apiCall(call: string, more: object = {}): object {
    const [service, eventName] = call.split(':');
    return {
      source: `aws.${service}`,
      'detail-type': 'AWS API Call via CloudTrail',
      detail: { eventSource: `${service}.amazonaws.com`, eventName, ...more },
    };
  }

  it('has a durable function for every remediator that signals are routed to, and no other', () => {
    expect(
      stack.functions
        .filter(({ durable }) => durable)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(
      Object.keys(routes)
        .map((name) => `remediators/${name}`)
        .toSorted(),
    );
  });

  it.each(calls)('delivers %s once, to the source that understands it', (call) => {
    expect(delivered(apiCall(call))).toEqual(['cloudtrail-event']);
  });

  it('asks for no API call that nobody answers', () => {
    const named = stack.rules.flatMap(({ pattern }: StackRule) => {
      const { eventSource, eventName } = (pattern['detail'] ?? {}) as { eventSource?: string[]; eventName?: string[] };
      return (eventName ?? []).map((name) => `${eventSource?.[0]?.replace('.amazonaws.com', '')}:${name}`);
    });

    expect(named.toSorted()).toEqual(calls.toSorted());
  });

  const failed = (service: string, errorCode: string) => apiCall(`${service}:ListModels`, { errorCode });

  it('delivers denied calls on AI services, of all that have failed', () => {
    for (const service of aiServices) {
      for (const code of deniedCodes) expect(delivered(failed(service, code)), code).toEqual(['cloudtrail-event']);
      expect(delivered(failed(service, 'ThrottlingException'))).toEqual([]);
    }
    expect(delivered(failed('s3', 'AccessDenied'))).toEqual([]);
  });

  it('asks for calls that were denied by no other codes than the source takes', () => {
    const asked = stack.rules.flatMap(({ pattern }) => {
      const { $or = [] } = (pattern['detail'] ?? {}) as { readonly $or?: readonly { readonly errorCode?: string[] }[] };
      return $or.flatMap(({ errorCode }) => errorCode ?? []);
    });

    expect(asked.toSorted()).toEqual([...deniedCodes].toSorted());
  });

  it('delivers what the root user does with AI services, and what nobody else does', () => {
    const by = (type: string) => apiCall('bedrock:ListAgents', { userIdentity: { type } });

    expect(delivered(by('Root'))).toEqual(['cloudtrail-event']);
    expect(delivered(by('AssumedRole'))).toEqual([]);
  });

  it('leaves out calls that failed', () => {
    expect(delivered(apiCall('s3:PutBucketPolicy', { errorCode: 'AccessDenied' }))).toEqual([]);
  });

  it.each([
    ['NON_COMPLIANT', ['config-compliance']],
    ['COMPLIANT', []],
    ['NOT_APPLICABLE', []],
    ['INSUFFICIENT_DATA', []],
  ])('delivers a change of compliance to %s to %j', (complianceType, functions) => {
    const event = {
      source: 'aws.config',
      'detail-type': 'Config Rules Compliance Change',
      detail: { messageType: 'ComplianceChangeNotification', newEvaluationResult: { complianceType } },
    };

    expect(delivered(event)).toEqual(functions);
  });

  it.each(
    ['HyperParameterTuningJob', 'ProcessingJob', 'TrainingJob', 'TransformJob'].flatMap((kind) => [
      [kind, 'InProgress', ['sagemaker-state']] as const,
      [kind, 'IN_PROGRESS', ['sagemaker-state']] as const,
      [kind, 'Completed', []] as const,
      [kind, 'Stopping', []] as const,
    ]),
  )('delivers a %s that has come to %s to %j', (kind, status, functions) => {
    const name = kind.replace('Job', '').replace('Tuning', ' Tuning');
    const event = {
      source: 'aws.sagemaker',
      'detail-type': `SageMaker ${name} Job State Change`,
      detail: { [`${kind}Status`]: status },
    };

    expect(delivered(event)).toEqual(functions);
  });

  it('asks for every status that a remediation answers, and for no other', () => {
    const answered = Object.values(routes).flatMap((triggers) =>
      triggers.flatMap((trigger) => {
        const statuses = 'stateChange' in trigger ? trigger.stateChange : [];
        return statuses.map((status) => `${trigger.resource.split('::')[2]}Status ${status}`);
      }),
    );
    const asked = stack.rules
      .filter(({ function: name }) => name === 'sagemaker-state')
      .flatMap(({ pattern }) => (pattern['detail'] as { $or: Record<string, string[]>[] }).$or)
      .flatMap((member) => Object.entries(member))
      .flatMap(([member, statuses]) => statuses.map((status) => `${member} ${status}`));

    // Each in both spellings.
    expect(asked.filter((one) => !one.includes('_')).toSorted()).toEqual([...new Set(answered)].toSorted());
    expect(asked.filter((one) => one.includes('_'))).toHaveLength(new Set(answered).size);
  });

  const controls = new Set(
    Object.values(routes).flatMap((triggers) =>
      triggers.flatMap((trigger) => ('control' in trigger ? trigger.control : [])),
    ),
  );

  it.each([...controls])('delivers failed findings of the control %s, in either format', (control) => {
    const asff = (status: string, workflow: string) => ({
      source: 'aws.securityhub',
      'detail-type': 'Security Hub Findings - Imported',
      detail: {
        findings: [
          {
            RecordState: 'ACTIVE',
            Workflow: { Status: workflow },
            Compliance: { Status: status, SecurityControlId: control },
          },
        ],
      },
    });
    const ocsf = (status: number, workflow: number) => ({
      source: 'aws.securityhub',
      'detail-type': 'Findings Imported V2',
      detail: { findings: [{ class_uid: 2003, status_id: workflow, compliance: { control, status_id: status } }] },
    });

    const wanted = [asff('FAILED', 'NEW'), asff('FAILED', 'NOTIFIED'), ocsf(3, 1), ocsf(3, 2)];
    const unwanted = [asff('PASSED', 'NEW'), asff('FAILED', 'SUPPRESSED'), asff('FAILED', 'RESOLVED'), ocsf(1, 1)];
    expect(wanted.map(delivered)).toEqual(wanted.map(() => ['security-hub-finding']));
    expect([...unwanted, ocsf(3, 3), ocsf(3, 4)].flatMap(delivered)).toEqual([]);
  });

  it.each([
    [{ status: 'ACTIVE', provider: 'AWS' }, ['inspector-finding']],
    [{ status: 'ACTIVE' }, ['inspector-finding']],
    [{ status: 'ACTIVE', provider: 'AZURE' }, []],
    [{ status: 'CLOSED', provider: 'AWS' }, []],
    [{ status: 'SUPPRESSED' }, []],
  ])('delivers a finding with %j to %j', (detail, functions) => {
    expect(delivered({ source: 'aws.inspector2', 'detail-type': 'Inspector2 Finding', detail })).toEqual(functions);
  });
});
