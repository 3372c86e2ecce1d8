import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aiRoleNotAdmin } from '../../functions/remediators/iam/ai-role-not-admin.ts';
import { statementsOf } from '../../local/stack/iam.ts';
import { sourceTemplate } from '../../local/stack/source-template.ts';
import { list, resourcesOf, text } from '../../local/stack/template.ts';
import { at } from '../../shared/json.ts';
import { compileGlob } from '../../shared/policy/glob.ts';

const template = sourceTemplate(readFileSync(join(import.meta.dirname, '../../serverless.yml'), 'utf8'));
const role = resourcesOf(template, 'AWS::IAM::Role').find(({ id }) => id === 'IamRole');
if (role === undefined) throw new Error('the template has no role IamRole');
const statements = statementsOf(role);
const writes = statements.filter(
  ({ effect, sid }) => effect === 'Allow' && sid.startsWith('Remediation') && sid !== 'RemediationReads',
);
const plain = (arn: string): string => arn.replaceAll(/\$\{AWS::(?:Partition|AccountId)\}/g, 'x');

describe('the role that changes roles', () => {
  it('attaches only what it detaches: the account’s own policies, and those that the policy file can name', () => {
    const attaching = statements.filter(
      ({ actions }) => actions.includes('iam:AttachRolePolicy') && actions.length === 1,
    );
    const allowed = attaching.flatMap(({ condition }) =>
      list(at(at(condition, 'ArnLike'), 'iam:PolicyARN')).map((arn) => plain(text(arn))),
    );
    const fits = (arn: string) => allowed.some((pattern) => compileGlob(pattern)(arn));
    const named = ['AdministratorAccess', 'AdministratorAccess-Amplify', 'IAMFullAccess', 'PowerUserAccess'];
    const all = { policies: [...named, 'AdministratorAccess-AWSElasticBeanstalk', 'SystemAdministrator'] };

    expect(attaching).toHaveLength(1);
    expect(aiRoleNotAdmin.parameters.parse(all)).toMatchObject(all);
    const paths = all.policies.map((name) => (name === 'SystemAdministrator' ? `job-function/${name}` : name));
    expect(paths.filter((path) => !fits(`arn:x:iam::aws:policy/${path}`))).toEqual([]);
    expect(fits('arn:x:iam::x:policy/ml/feature-pipeline')).toBe(true);
    expect(fits('arn:x:iam::aws:policy/AmazonS3FullAccess')).toBe(false);
  });

  it('changes the roles that the stack’s parameter names, and never those of AWS, of the organisation, or our own', () => {
    const denied = statements.filter(({ effect }) => effect === 'Deny');
    const never = (resource: string) =>
      denied.flatMap(({ resources }) => resources).some((one) => one.endsWith(resource));
    const own = resourcesOf(template, 'AWS::IAM::ManagedPolicy').find(({ id }) => id === 'OwnProtection');

    expect(writes.length).toBeGreaterThan(0);
    for (const { resources } of writes) expect(resources.map(plain)).toEqual(['arn:x:iam::x:role/*']);
    for (const { actions } of writes)
      for (const action of actions) expect(denied.flatMap((statement) => statement.actions)).toContain(action);
    expect(['role/aws-reserved/*', 'role/aws-service-role/*', 'role/OrganizationAccountAccessRole'].map(never)).toEqual(
      [true, true, true],
    );
    expect(list(at(own?.properties, 'PolicyDocument.Statement'))).toContainEqual(
      expect.objectContaining({ Sid: 'ProtectRoles', Effect: 'Deny', NotAction: ['iam:Get*', 'iam:List*'] }),
    );
    expect(JSON.stringify(role.properties['ManagedPolicyArns'])).toContain('OwnProtection');
  });
});
