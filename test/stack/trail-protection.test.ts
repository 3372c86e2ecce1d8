import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sourceTemplate } from '../../local/stack/source-template.ts';
import { resourcesOf } from '../../local/stack/template.ts';
import { at } from '../../shared/json.ts';

const template = sourceTemplate(readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8'));

it('lets the role of the audit remediator alone change trails, and none delete them', () => {
  const policy = resourcesOf(template, 'AWS::IAM::ManagedPolicy').find(({ id }) => id === 'OwnProtection');
  const statements = at(policy?.properties, 'PolicyDocument.Statement') as { readonly Sid: string }[];
  const role = resourcesOf(template, 'AWS::IAM::Role').find(({ id }) => id === 'AuditRole');
  const settings = statements.find(({ Sid }) => Sid === 'ProtectTrailSettings');

  expect(statements).toContainEqual({
    Sid: 'ProtectTrails',
    Effect: 'Deny',
    Action: 'cloudtrail:DeleteTrail',
    Resource: '*',
  });
  expect(settings).toMatchObject({
    Effect: 'Deny',
    Action: ['cloudtrail:PutEventSelectors', 'cloudtrail:PutInsightSelectors', 'cloudtrail:UpdateTrail'],
    Resource: '*',
  });
  const exempt = JSON.stringify(at(settings, 'Condition.ArnNotEquals'));
  expect(exempt.split(':role/')[1]).toContain('redress-${sls:stage}-audit-');
  expect(JSON.stringify(role?.properties['RoleName'])).toContain('redress-${sls:stage}-audit-');
});
