import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonedWrites } from '../../local/stack/check-iam.ts';
import { statementsOf } from '../../local/stack/iam.ts';
import type { Statement } from '../../local/stack/iam.ts';
import { sourceTemplate } from '../../local/stack/source-template.ts';
import { resourcesOf } from '../../local/stack/template.ts';
import type { Entry } from '../../local/stack/template.ts';
import { wildcardWrites } from '../../local/stack/wildcard-writes.ts';
import { at } from '../../shared/json.ts';

const source = readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8');
const template = sourceTemplate(source);
const roles = resourcesOf(template, 'AWS::IAM::Role');

function roleOf(name: string): Entry {
  const role = roles.find(({ id }) => id === name);
  if (role === undefined) throw new Error(`the template has no role ${name}`);
  return role;
}

/** The statements of a role that allow an action. */
function allowing(name: string, action: string): readonly Statement[] {
  return statementsOf(roleOf(name)).filter(({ effect, actions }) => effect === 'Allow' && actions.includes(action));
}

const resourceTypes = (found: readonly Statement[]) =>
  found.flatMap(({ resources }) => resources).map((arn) => arn.split(':').at(-1));

// What no local account refuses, since AWS does it in the caller's name or compares it with what the caller names.
describe('the roles allow what AWS asks for besides the call itself', () => {
  it.each([
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ])('so that a notebook instance in a VPC is started again: %s', (action) => {
    expect(allowing('SagemakerRole', action)).toHaveLength(1);
  });

  it('a network interface in any subnet and security group that the notebook instance has', () => {
    expect(resourceTypes(allowing('SagemakerRole', 'ec2:CreateNetworkInterface'))).toEqual([
      'network-interface/*',
      'security-group/*',
      'subnet/*',
    ]);
  });

  it('secrets of notebooks’ repositories only where SageMaker reads them', () => {
    const reading = allowing('SagemakerRole', 'secretsmanager:GetSecretValue');

    expect(reading).toMatchObject([{ condition: { Bool: { 'aws:ViaAWSService': 'true' } } }]);
    expect(resourceTypes(reading)).toEqual(['AmazonSageMaker-*']);
  });

  it('guardrails that refer to a profile or to automated reasoning to be updated', () => {
    expect(resourceTypes(allowing('BedrockRole', 'bedrock:UpdateGuardrail'))).toEqual([
      'guardrail/*',
      'guardrail-profile/*',
      'automated-reasoning-policy/*',
    ]);
  });

  it('quotas of any Region to be asked for, since Trusted Advisor tells of all', () => {
    const quotas = allowing('AuditRole', 'servicequotas:RequestServiceQuotaIncrease').flatMap(
      ({ resources }) => resources,
    );

    expect(quotas).toHaveLength(2);
    for (const arn of quotas) expect(arn).toContain(':servicequotas:*:${AWS::AccountId}:');
  });

  it('the role by which Service Quotas opens a support case', () => {
    const [making] = allowing('AuditRole', 'iam:CreateServiceLinkedRole');

    expect(making?.resources.some((arn) => arn.endsWith('/AWSServiceRoleForServiceQuotas'))).toBe(true);
    expect(JSON.stringify(making?.condition)).toContain('servicequotas.amazonaws.com');
  });

  it('an answer to whether a seal is there, which S3 gives to those alone who may list without a prefix', () => {
    expect(allowing('SealRole', 's3:ListBucket')).toMatchObject([
      { condition: { StringLikeIfExists: { 's3:prefix': ['actions/*', 'seals/*'] } } },
    ]);
  });

  it('events to be sent by the operator for a key with several values', () => {
    const sending = roles.flatMap(({ id }) => allowing(id, 'events:PutEvents'));

    expect(sending).toHaveLength(7);
    for (const { condition } of sending) {
      expect(condition).toEqual({ 'ForAllValues:StringEquals': { 'events:source': 'redress' } });
    }
  });

  it('our own roles to be read and not to be changed', () => {
    const own = resourcesOf(template, 'AWS::IAM::ManagedPolicy').find(({ id }) => id === 'OwnProtection');
    const protecting = (at(own?.properties, 'PolicyDocument.Statement') as { readonly Sid: string }[]).find(
      ({ Sid }) => Sid === 'ProtectRoles',
    );

    expect(protecting).toMatchObject({ Effect: 'Deny', NotAction: ['iam:Get*', 'iam:List*'] });
    expect(protecting).not.toHaveProperty('Action');
  });
});

it('accepts a stack whose parameter narrows the roles that may be changed', () => {
  const narrowed = sourceTemplate(source.replace("aiRoles: '*'", 'aiRoles: service-role/AmazonSageMaker-*'));

  expect(JSON.stringify(narrowed)).toContain(':role/service-role/AmazonSageMaker-*');
  expect(reasonedWrites(narrowed, wildcardWrites)).toEqual([]);
});
