import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCloudFormationYaml } from '../../local/stack/cloudformation-yaml.ts';
import { readStack } from '../../local/stack/serverless-file.ts';
import { list, resourcesOf } from '../../local/stack/template.ts';
import type { Template } from '../../local/stack/template.ts';
import { validateTemplate } from '../../local/stack/validate.ts';
import { at } from '../../shared/json.ts';

const project = join(import.meta.dirname, '../..');
const file = join(project, 'us-east-1.template');
const template = parseCloudFormationYaml(readFileSync(file, 'utf8')) as Template;
const rules = resourcesOf(template, 'AWS::Events::Rule');
const deployed = readStack(join(project, 'serverless.yml')).rules;

describe('the rules for us-east-1', () => {
  it.each([
    ['IamCalls', 'redress-dev-cloudtrail-iam'],
    ['Advice', 'redress-dev-trusted-advisor'],
  ])('hand on what the deployment listens for: %s', (id, name) => {
    const forwarded = rules.find((rule) => rule.id === id)?.properties['EventPattern'];

    expect(forwarded).toEqual(deployed.find((rule) => rule.name === name)?.pattern);
    expect(forwarded).toBeDefined();
  });

  it('hand on to the bus at home, try again, and keep what cannot be handed on', () => {
    for (const { properties } of rules) {
      expect(list(properties['Targets'])).toEqual([
        {
          Id: 'home',
          Arn: { 'Fn::Sub': 'arn:${AWS::Partition}:events:${HomeRegion}:${AWS::AccountId}:event-bus/default' },
          RoleArn: { 'Fn::GetAtt': ['Forwarder', 'Arn'] },
          RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
        },
      ]);
    }
  });

  it('are all that their role is for', () => {
    const [role] = resourcesOf(template, 'AWS::IAM::Role');

    expect(at(role?.properties, 'Policies.0.PolicyDocument.Statement')).toEqual([
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:events:${HomeRegion}:${AWS::AccountId}:event-bus/default' },
      },
    ]);
  });

  it('are a template that CloudFormation takes', () => {
    expect(validateTemplate(file)).toEqual([]);
  });
});
