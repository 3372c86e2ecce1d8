import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler as auditHandler } from '../../../functions/remediators/audit/handler.ts';
import { lambdaRemediatorEdge } from '../../../functions/remediators/lambda-edge.ts';
import { handler as s3Handler, remediations } from '../../../functions/remediators/s3/handler.ts';
import { handler as sagemakerHandler } from '../../../functions/remediators/sagemaker/handler.ts';
import type { RemediatorEdge } from '../../../shared/edge.ts';
import type { PolicyState, Subject } from '../../../shared/policy/policy.ts';
import { preparePolicy } from '../../../shared/policy/yaml.ts';
import { signalAbout } from '../../kit/signal.ts';
import { services } from '../../local/account/world.ts';

/** What stands for policy.yml as the bundler makes it; without a text there is no such file. */
const bundled = vi.hoisted((): { text: string | undefined } => ({ text: undefined }));
vi.mock('../../../policy.yml', () => ({
  get default() {
    if (bundled.text === undefined) throw new Error('Cannot find module policy.yml');
    return preparePolicy(bundled.text);
  },
}));

const environment = {
  AWS_REGION: 'eu-central-1',
  LEDGER_TABLE: 'redress-dev-ledger',
  EVIDENCE_BUCKET: 'redress-dev-evidence',
  LIFECYCLE_BUS: 'redress-dev-lifecycle',
  NOTICES_TOPIC: 'arn:aws:sns:eu-central-1:111122223333:redress-dev-notices',
  KILL_SWITCH: '/redress/dev/kill-switch',
  OWN_ROLES: 'arn:aws:iam::111122223333:role/redress-dev-s3-eu-central-1,arn:aws:iam::111122223333:role/other',
  ACCOUNTS: '111122223333,444455556666',
  REMEDIATOR_S3: 'arn:aws:lambda:eu-central-1:111122223333:function:redress-dev-s3:live',
};

const bucket = { type: 'AWS::S3::Bucket', id: 'training-data' };
const subject: Subject = {
  remediation: 's3-bucket-public-access-blocked',
  account: '111122223333',
  region: 'eu-central-1',
  resource: bucket,
};
const key = { remediation: subject.remediation, account: subject.account, region: subject.region, ...bucket };

interface Received {
  readonly target: string;
  readonly path: string;
  readonly body: string;
}

/** A machine that the SDK takes for all of AWS. What it received, and what Parameter Store says. */
const received: Received[] = [];
const parameter = { value: 'off' };

const aws = createServer((incoming, response) => {
  let body = '';
  incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
  incoming.on('end', () => {
    const target = String(incoming.headers['x-amz-target'] ?? incoming.method);
    received.push({ target, path: incoming.url ?? '', body });
    const isQuery = body.startsWith('Action=') || body.includes('&Action=');
    response.writeHead(200, { 'content-type': isQuery ? 'text/xml' : 'application/x-amz-json-1.1' });
    response.end(answerTo(target, isQuery));
  });
});

function answerTo(target: string, isQuery: boolean): string {
  if (isQuery) return '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
  if (target.endsWith('.GetParameter')) return JSON.stringify({ Parameter: { Value: parameter.value } });
  if (target.endsWith('.PutEvents')) return JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  return target === 'PUT' ? '' : '{}';
}

beforeAll(async () => {
  await new Promise<void>((listening) => aws.listen(0, '127.0.0.1', listening));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(aws.address() as AddressInfo).port}`);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  aws.closeAllConnections();
  await new Promise((closed) => aws.close(closed));
});

afterEach(() => {
  received.length = 0;
  parameter.value = 'off';
  bundled.text = undefined;
});

describe('the surroundings of a remediator in Lambda', () => {
  it('are there as soon as they are imported, without any variable set', () => {
    for (const handler of [s3Handler, auditHandler, sagemakerHandler]) expect(handler).toBeTypeOf('function');
    expect(lambdaRemediatorEdge(remediations, {}).clock.now()).toBeInstanceOf(Date);
  });

  it.each<[string, (edge: RemediatorEdge) => unknown]>([
    ['LEDGER_TABLE', (edge) => edge.ledger],
    ['EVIDENCE_BUCKET', (edge) => edge.evidence],
    ['LIFECYCLE_BUS', (edge) => edge.bus],
    ['NOTICES_TOPIC', (edge) => edge.notices],
    ['AWS_REGION', (edge) => edge.dispatch],
    ['OWN_ROLES', (edge) => edge.ownRoles],
    ['ACCOUNTS', (edge) => edge.accounts],
  ])('say that %s is not set when it is needed', (name, use) => {
    for (const value of [undefined, '']) {
      const edge = lambdaRemediatorEdge(remediations, { ...environment, [name]: value });

      expect(() => use(edge)).toThrow(`The environment variable ${name} is not set`);
    }
  });

  it('know own roles and accounts from the environment', () => {
    const { ownRoles, accounts } = lambdaRemediatorEdge(remediations, environment);

    expect(ownRoles).toEqual(environment.OWN_ROLES.split(','));
    expect(accounts).toEqual(['111122223333', '444455556666']);
  });

  it('keep one client for each service and Region', () => {
    const { clientFor } = lambdaRemediatorEdge(remediations, environment);
    const { s3, sagemaker } = services;
    const clients = [clientFor(s3, 'eu-central-1'), clientFor(s3, 'us-east-1'), clientFor(sagemaker, 'eu-central-1')];

    expect(new Set(clients).size).toBe(3);
    expect([clientFor(s3, 'eu-central-1'), clientFor(s3, 'us-east-1'), clientFor(sagemaker, 'eu-central-1')]).toEqual(
      clients,
    );
    expect(clientFor({ ...s3 }, 'eu-central-1')).toBe(clients[0]);
  });

  it('share no client with those of another handler', () => {
    const [one, other] = [0, 1].map(() => lambdaRemediatorEdge(remediations, environment));

    expect(one?.clientFor(services.s3, 'eu-central-1')).not.toBe(other?.clientFor(services.s3, 'eu-central-1'));
  });

  it('make the same ledger once', () => {
    const edge = lambdaRemediatorEdge(remediations, environment);

    expect(edge.ledger).toBe(edge.ledger);
    expect(edge.evidence).toBe(edge.evidence);
  });

  it('give codes that a person can type, and nobody can guess', () => {
    const { newCode } = lambdaRemediatorEdge(remediations, {});
    const codes = Array.from({ length: 500 }, newCode);

    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
    expect(new Set(codes).size).toBe(500);
  });
});

describe('in Lambda', () => {
  it('the ledger is the table of the environment', async () => {
    await lambdaRemediatorEdge(remediations, environment).ledger.extend(key, 's3-1', 0, 900);

    expect(received).toMatchObject([{ target: 'DynamoDB_20120810.UpdateItem' }]);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ TableName: 'redress-dev-ledger' });
  });

  it('evidence goes to the bucket of the environment', async () => {
    const { evidence } = lambdaRemediatorEdge(remediations, environment);

    await expect(evidence.put('actions/1.json', {})).resolves.toBe('s3://redress-dev-evidence/actions/1.json');
    expect(received[0]?.path).toMatch(/^\/redress-dev-evidence\/actions\/1\.json/);
  });

  it('lifecycle events go to the bus, notices to the topic', async () => {
    const { bus, notices } = lambdaRemediatorEdge(remediations, environment);

    await bus.publish({ type: 'Escalation', detail: { id: 'a' } });
    await notices.send({ subject: 'Redress stops', text: 'text' });

    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ Entries: [{ EventBusName: 'redress-dev-lifecycle' }] });
    expect(new URLSearchParams(received[1]?.body).get('TopicArn')).toBe(environment.NOTICES_TOPIC);
  });

  it('a sweep starts executions of the remediator’s own function', async () => {
    const { dispatch } = lambdaRemediatorEdge(remediations, environment);

    await expect(dispatch('s3', 's3-1', { signal: signalAbout(bucket, {}) })).resolves.toBe('started');
    expect(decodeURIComponent(received[0]?.path ?? '')).toContain(environment.REMEDIATOR_S3);
  });
});

describe('the policy in Lambda', () => {
  const enforcing = 'version: 1\ndefaults: { mode: enforce }\n';

  async function load(text: string | undefined, changes: object = {}): Promise<PolicyState> {
    bundled.text = text;
    return lambdaRemediatorEdge(remediations, { ...environment, ...changes }).policy.load();
  }

  function decisionOf(state: PolicyState) {
    if (!state.ok) throw new Error(state.error);
    const { mode, modeEntry } = state.policy.decide(subject, new Date('2026-11-20T10:00:00Z'));
    return { killed: state.killed, mode, because: modeEntry.path };
  }

  it('is the file of this deployment', async () => {
    expect(decisionOf(await load(enforcing))).toEqual({ killed: undefined, mode: 'enforce', because: 'defaults' });
  });

  it('is under the kill switch, which is read from Parameter Store', async () => {
    parameter.value = 'all incident 7';

    expect(decisionOf(await load(enforcing))).toEqual({
      killed: { remediations: 'all', reason: 'incident 7' },
      mode: 'report',
      because: 'kill switch /redress/dev/kill-switch: incident 7',
    });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ Name: '/redress/dev/kill-switch' });
  });

  it('lets an order stop remediations of other functions', async () => {
    parameter.value = JSON.stringify({ remediations: ['cloudtrail-trail-logging'], reason: 'noisy' });

    expect(decisionOf(await load(enforcing))).toMatchObject({
      killed: { remediations: ['cloudtrail-trail-logging'] },
      mode: 'enforce',
    });
  });

  it('only reports where the order names a remediation that there is none of', async () => {
    parameter.value = JSON.stringify({ remediations: ['s3-bucket-public'], reason: 'mistyped' });
    const { mode, because } = decisionOf(await load(enforcing));

    expect(mode).toBe('report');
    expect(because).toContain('could not be read: there is no remediation');
  });

  it('may name remediations of other functions, and none that there is none of', async () => {
    const naming = (id: string) => `version: 1\nremediations: { ${id}: { mode: enforce } }\n`;

    await expect(load(naming('cloudtrail-trail-logging'))).resolves.toMatchObject({ ok: true });
    await expect(load(naming('cloudtrail-trail-login'))).resolves.toMatchObject({ ok: false });
  });

  it.each<[string, string | undefined, object, string]>([
    ['holds a mistake', 'version: 1\ndefaults: { mode: force }\n', {}, 'mode'],
    ['is missing from the bundle', undefined, {}, 'Cannot find module'],
    [
      'has a kill switch that nobody knows where to read',
      enforcing,
      { KILL_SWITCH: undefined },
      'KILL_SWITCH is not set',
    ],
  ])('is no policy if it %s, and says so instead of failing', async (_, text, changes, why) => {
    const state = await load(text, changes);

    expect(state).toMatchObject({ ok: false, error: expect.stringContaining(why) as string });
  });

  it('is loaded once, and says the same again', async () => {
    bundled.text = enforcing;
    const { policy } = lambdaRemediatorEdge(remediations, environment);
    const first = await policy.load();
    bundled.text = undefined;

    expect(decisionOf(await policy.load())).toEqual(decisionOf(first));
  });
});
