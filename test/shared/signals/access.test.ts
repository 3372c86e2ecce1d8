import { describe, expect, it } from 'vitest';
import { parseEnvelope } from '../../../shared/signals/envelope.ts';
import { normaliseCloudTrailEvent } from '../../../shared/signals/access.ts';
import { altered, policy, sample, understand } from './samples.ts';
import type { Event } from './samples.ts';

const denied = sample('cloudtrail/150-calls-on-models-denied');
const root = sample('cloudtrail/152-root-user-in-bedrock');
const outside = sample('cloudtrail/154-call-from-outside');
const foreign = sample('cloudtrail/156-call-from-another-account');
const of = (event: Event) => understand('cloudtrail', event);
const idsOf = (...events: Event[]) => events.map((event) => of(event).signals.at(-1)?.id);
const partner = 'arn:aws:sts::444455556666:assumed-role/partner/me';

describe('a denied call on an AI service', () => {
  it('is a signal about its caller, whom the event history knows by the session', () => {
    expect(of(denied)).toMatchObject({
      signals: [
        {
          source: 'cloudtrail',
          at: '2026-11-20T08:28:20.000Z',
          event: denied['id'],
          resource: { type: 'AWS::IAM::Role', id: 'prompt-lab' },
          hints: { access: 'denied', caller: 'i-0a1b2c3d4e5f60718' },
          actor: { roleArn: 'arn:aws:iam::111122223333:role/prompt-lab', sourceIp: '198.51.100.77' },
        },
      ],
      ignored: [],
    });
  });

  it('does not tell the caller’s program, which would be taken for what made the role', () => {
    const terraform = altered(denied, 'detail.userAgent', 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0');

    expect(of(terraform).signals[0]?.actor).not.toHaveProperty('userAgent');
  });

  it('is one signal with all others of the session within a quarter of an hour', () => {
    const at = (time: string) => altered({ ...denied, id: `at-${time}` }, 'time', `2026-11-20T${time}Z`);
    const [first, same, next] = idsOf(at('08:15:00'), at('08:29:59'), at('08:30:00'));
    const arn = 'arn:aws:sts::111122223333:assumed-role/prompt-lab/somebody';
    const [other] = idsOf(altered(at('08:15:00'), 'detail.userIdentity.arn', arn));
    const here = at('08:15:00');
    const [elsewhere] = idsOf(altered({ ...here, region: 'us-east-1' }, 'detail.awsRegion', 'us-east-1'));

    expect(same).toBe(first);
    expect(new Set([first, next, other, elsewhere]).size).toBe(4);
  });

  it('is the user’s own in a federated session, which is told by no session', () => {
    const userIdentity = {
      type: 'FederatedUser',
      arn: 'arn:aws:sts::111122223333:federated-user/somebody',
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/apps/chat' } },
    };
    const [signal] = of(altered(denied, 'detail.userIdentity', userIdentity)).signals;

    expect(signal).toMatchObject({ resource: { type: 'AWS::IAM::User', id: 'chat' } });
    expect(signal?.hints).toEqual({ access: 'denied' });
  });

  it.each([
    ['a service has called', 'detail.userIdentity.invokedBy', 'lambda.amazonaws.com'],
    ['it failed for another reason', 'detail.errorCode', 'ThrottlingException'],
    ['nobody is told to have called', 'detail.userIdentity', 'me'],
  ])('is none where %s', (_, path, value) => {
    expect(of(altered(denied, path, value))).toMatchObject({ signals: [], ignored: [{}] });
  });

  it('of another account’s caller is for that account to count', () => {
    const event = parseEnvelope(altered(denied, 'detail.userIdentity.arn', partner));

    expect(normaliseCloudTrailEvent(event).signals).toEqual([]);
  });

  it('on what is no AI service is nobody’s', () => {
    expect(of(sample('cloudtrail/14-denied-call')).signals).toEqual([]);
  });

  it.each([
    ['detail.awsRegion', 'us-east-1'],
    ['detail.recipientAccountId', '444455556666'],
    ['source', 'aws.sagemaker'],
  ])('that says two things is refused: %s', (path, value) => {
    expect(() => of(altered(denied, path, value))).toThrow(expect.objectContaining({ code: 'contradiction' }));
  });

  it('may leave out what the envelope tells', () => {
    expect(of(altered(denied, 'detail.recipientAccountId', undefined)).signals).toHaveLength(1);
  });
});

describe('the root user', () => {
  it('is a signal of its own, once an hour', () => {
    expect(of(root)).toMatchObject({
      signals: [{ resource: { type: 'AWS::IAM::RootUser', id: '111122223333' }, hints: { access: 'root' } }],
      ignored: [],
    });
    const [first, same, next] = idsOf(
      root,
      altered({ ...root, id: 'later' }, 'time', '2026-11-20T08:59:59Z'),
      altered(root, 'time', '2026-11-20T09:00:00Z'),
    );
    expect(same).toBe(first);
    expect(next).not.toBe(first);
  });

  it('is a signal beside what its call may have made worse', () => {
    const call = altered(sample('cloudtrail/47-prompt-with-key'), 'detail.userIdentity', root.detail['userIdentity']);

    expect(of(call).signals).toMatchObject([{ resource: { id: 'PRMPTLEGAL' } }, { hints: { access: 'root' } }]);
  });

  it('is not meant where a service calls for it, or of another account', () => {
    expect(of(sample('cloudtrail/153-root-user-through-cloudformation')).signals).toEqual([]);
    const another = altered(root, 'detail.userIdentity.arn', 'arn:aws:iam::444455556666:root');
    expect(of(another).signals.map(({ hints }) => hints.access)).toEqual(['outside']);
  });
});

describe('a call from outside', () => {
  it('is a signal about its caller with the record that proves it, beside the call’s own', () => {
    expect(of(outside).signals).toMatchObject([
      { resource: { id: 'PRMPTLEGAL' }, hints: { apiCall: 'bedrock:UpdatePrompt' } },
      {
        resource: { type: 'AWS::IAM::Role', id: 'contract-search' },
        hints: { access: 'outside', record: outside.detail['eventID'] },
      },
    ]);
  });

  it('is about the account whose caller it was, where that is another one', () => {
    expect(of(foreign).signals).toMatchObject([
      { resource: { type: 'AWS::Organizations::Account', id: '444455556666' }, hints: { access: 'outside' } },
    ]);
  });

  it('is about the user who called', () => {
    const identity = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/chat', accountId: '111122223333' };

    expect(of(altered(outside, 'detail.userIdentity', identity)).signals[1]?.resource).toEqual({
      type: 'AWS::IAM::User',
      id: 'chat',
    });
  });

  it('is none without a policy that says what is inside, without a record, or without an account', () => {
    const envelope = parseEnvelope(outside);

    expect(normaliseCloudTrailEvent(envelope).signals).toHaveLength(1);
    expect(normaliseCloudTrailEvent(envelope, policy).signals).toHaveLength(2);
    expect(of(altered(outside, 'detail.eventID', 'x')).signals).toHaveLength(1);
    expect(of(altered(foreign, 'detail.userIdentity.accountId', undefined)).signals).toEqual([]);
  });

  it('is one signal with others from the same address within a quarter of an hour', () => {
    const [first, same, other] = idsOf(
      outside,
      altered({ ...outside, id: 'again' }, 'detail.eventID', '00000000-0000-4000-8000-000000000000'),
      altered(outside, 'detail.sourceIPAddress', '192.0.2.67'),
    );

    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });
});
