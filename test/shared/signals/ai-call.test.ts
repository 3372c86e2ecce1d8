import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aiCallOf, deniedCodes, isDenied } from '../../../shared/signals/ai-call.ts';
import { altered, pathsOf, sample } from './samples.ts';

const denied = sample('cloudtrail/150-calls-on-models-denied').detail;
const through = sample('cloudtrail/155-call-through-vpc-endpoint').detail;
const of = (changes: object) => aiCallOf({ ...denied, ...changes });
const by = (changes: object) => of({ userIdentity: { ...(denied['userIdentity'] as object), ...changes } })?.caller;

const federated = (account: string) => ({
  type: 'FederatedUser',
  arn: `arn:aws:sts::${account}:federated-user/somebody`,
  sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/apps/chat' } },
});

describe('a record of a call on an AI service', () => {
  it('tells what was called, when, by whom, from where, and why it failed', () => {
    expect(aiCallOf(denied)).toEqual({
      id: denied['eventID'],
      time: '2026-11-20T08:28:20Z',
      service: 'bedrock',
      name: 'InvokeModel',
      error: 'AccessDenied',
      caller: { kind: 'role', account: '111122223333', name: 'prompt-lab', session: 'i-0a1b2c3d4e5f60718' },
      recipient: '111122223333',
      byService: false,
      ip: '198.51.100.77',
    });
    expect(aiCallOf(through)).toMatchObject({ ip: '10.20.4.17', endpoint: 'vpce-0a1b2c3d4e5f60718' });
  });

  it.each([
    [
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/apps/chat' },
      { kind: 'user', account: '111122223333', name: 'chat', session: 'chat' },
    ],
    [
      { type: 'AssumedRole', arn: 'arn:aws-us-gov:sts::444455556666:assumed-role/lab/me@example.com' },
      { kind: 'role', account: '444455556666', name: 'lab', session: 'me@example.com' },
    ],
    [federated('111122223333'), { kind: 'user', account: '111122223333', name: 'chat' }],
    [
      { ...federated('444455556666'), accountId: '111122223333' },
      { kind: 'other', account: '111122223333' },
    ],
    [
      { type: 'Root', arn: 'arn:aws:iam::111122223333:root' },
      { kind: 'root', account: '111122223333' },
    ],
    [
      { type: 'AWSAccount', arn: undefined, accountId: '444455556666' },
      { kind: 'other', account: '444455556666' },
    ],
    [{ type: 'AWSAccount', arn: undefined, accountId: 'all of them' }, { kind: 'other' }],
    [{ type: 'Root', arn: 'arn:aws:iam::111122223333:user/root', accountId: 7 }, { kind: 'other' }],
    [{ type: 'IAMUser', arn: 'arn:aws:iam::111122223333:root', accountId: null }, { kind: 'other' }],
    [{ type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/lab/a b', accountId: '' }, { kind: 'other' }],
  ])('is by the caller whose type and ARN agree: %j', (identity, caller) => {
    expect(by(identity)).toEqual(caller);
  });

  it('may be a service’s', () => {
    expect(of({ userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } })?.byService).toBe(true);
    expect(of({ userIdentity: { type: 'AWSService' } })?.byService).toBe(true);
    expect(of({ userIdentity: { type: 'Root', invokedBy: 'AWS Internal' } })?.byService).toBe(true);
  });

  it.each(['sagemaker.amazonaws.com', 'AWS Internal', '1.2.3', '', 7, null])('has no address in %j', (ip) => {
    expect(of({ sourceIPAddress: ip })).not.toHaveProperty('ip');
  });

  it.each([
    { eventSource: 's3.amazonaws.com' },
    { eventSource: 'bedrock' },
    { eventName: 'Invoke Model' },
    { eventName: undefined },
    { eventTime: 'yesterday' },
    { eventTime: '2026-13-45T08:28:20Z' },
  ])('is none with %j', (changes) => {
    expect(of(changes)).toBeUndefined();
  });

  it('was denied by any of the codes that services have for that, and by no other', () => {
    const is = (errorCode: string) => isDenied(of({ errorCode })!);

    expect(deniedCodes.filter((code) => !is(code))).toEqual([]);
    expect(['ThrottlingException', 'ValidationException', 'access denied', ''].filter(is)).toEqual([]);
    expect(isDenied(of({ errorCode: undefined })!)).toBe(false);
  });

  it('is read from anything without an error, and no text of it is taken as it comes', () => {
    const texts = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(texts)
          : [];
    const path = fc.constantFrom(...pathsOf(denied));
    const value = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.constant('\u001b[31m'.repeat(10_000)));

    fc.assert(
      fc.property(path, value, (where, forged) => {
        const event = altered({ detail: denied }, ['detail', ...where], forged);
        for (const text of texts(aiCallOf(event.detail))) expect(text).toMatch(/^[\w+=,.@:/-]{1,128}$/);
      }),
    );
    fc.assert(fc.property(fc.anything(), (record) => void aiCallOf(record)));
  });
});
