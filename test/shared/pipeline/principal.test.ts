import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samePrincipal } from '../../../shared/pipeline/principal.ts';

const session = 'arn:aws:sts::111122223333:assumed-role/Admin/alice';

describe('A principal', () => {
  it.each([
    ['a role and its session', 'arn:aws:iam::111122223333:role/Admin', session],
    [
      'a role with a path and its session',
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin',
      session,
    ],
    ['two sessions of a role', 'arn:aws:sts::111122223333:assumed-role/Admin/bob', session],
    ['a role without its session', 'arn:aws:sts::111122223333:assumed-role/Admin', session],
    ['a role in another case, which IAM knows only once', 'arn:aws:iam::111122223333:role/ADMIN', session],
    ['a user with a path', 'arn:aws:iam::111122223333:user/ops/alice', 'arn:aws:iam::111122223333:user/alice'],
    [
      'a role of another partition and its session there',
      'arn:aws-us-gov:iam::111122223333:role/Admin',
      'arn:aws-us-gov:sts::111122223333:assumed-role/Admin/alice',
    ],
    [
      'a user of another partition',
      'arn:aws-cn:iam::111122223333:user/ops/alice',
      'arn:aws-cn:iam::111122223333:user/alice',
    ],
    ['the root user', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'],
  ])('is the same as %s', (_, a, b) => {
    expect(samePrincipal(a, b)).toBe(true);
    expect(samePrincipal(b, a)).toBe(true);
  });

  it.each([
    ['another role', 'arn:aws:iam::111122223333:role/Auditor'],
    ['a role of that name in another account', 'arn:aws:iam::444455556666:role/Admin'],
    ['a role of that name in another partition', 'arn:aws-cn:iam::111122223333:role/Admin'],
    ['a user of that name', 'arn:aws:iam::111122223333:user/Admin'],
    ['a user named as the session', 'arn:aws:iam::111122223333:user/alice'],
    ['a role whose path looks like it', 'arn:aws:iam::111122223333:role/Admin/Auditor'],
    ['a federated user', 'arn:aws:sts::111122223333:federated-user/Admin'],
    ['nobody', ''],
    ['what only ends like it', `x${session}`],
    ['what only begins like its role', 'arn:aws:iam::111122223333:role/Admin/'],
    ['what holds its role', 'see arn:aws:iam::111122223333:role/Admin'],
    ['a name of several lines', `${session}\n/x`],
  ])('is not the same as %s', (_, other) => {
    expect(samePrincipal(session, other)).toBe(false);
  });

  it('is always the same as itself, whatever it is called', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => samePrincipal(text, text)));
  });
});

describe('A user', () => {
  const user = 'arn:aws:iam::111122223333:user/alice';

  it.each([
    ['what only ends like them', `x${user}`],
    ['what only begins like them', `${user}/`],
    ['another kind of principal', 'arn:aws:iam::111122223333:group/alice'],
    ['no ARN at all', 'alice'],
  ])('is not the same as %s', (_, other) => {
    expect(samePrincipal(user, other)).toBe(false);
  });

  it('is not the same as anybody else whose ARN says nothing either', () => {
    expect(samePrincipal('one', 'two')).toBe(false);
    expect(
      samePrincipal('arn:aws:sts::111122223333:federated-user/a', 'arn:aws:sts::111122223333:federated-user/b'),
    ).toBe(false);
  });
});
