import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRemediators } from '../../local/remediations.ts';
import { reasonedWrites } from '../../local/stack/check-iam.ts';
import { allowedActions, iamAction } from '../../local/stack/iam.ts';
import { readStack } from '../../local/stack/serverless-file.ts';
import { sourceTemplate } from '../../local/stack/source-template.ts';
import { resourcesOf, text } from '../../local/stack/template.ts';
import { wildcardWrites } from '../../local/stack/wildcard-writes.ts';
import { at } from '../../shared/json.ts';

const project = join(import.meta.dirname, '../..');
const file = join(project, 'serverless.yml');
const template = sourceTemplate(readFileSync(file, 'utf8'));
const stack = readStack(file);
const remediators = await loadRemediators(stack);

describe('the roles in serverless.yml', () => {
  it.each(remediators)(
    'allow $functionName exactly what its remediations may call',
    ({ functionName, remediations }) => {
      const declared = remediations.flatMap(({ uses }) =>
        Object.values(uses).flatMap(({ name, commands }) =>
          Object.keys(commands).map((command) => iamAction(name, command.replace(/Command$/, ''))),
        ),
      );

      expect(allowedActions(template, functionName, 'Remediation')).toEqual([...new Set(declared)].toSorted());
    },
  );

  it.each(remediators)('allow $functionName what the pipeline does, and no more', ({ functionName }) => {
    expect(allowedActions(template, functionName, 'Pipeline')).toEqual([
      'config:StartConfigRulesEvaluation',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'events:PutEvents',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'lambda:CheckpointDurableExecution',
      'lambda:GetDurableExecutionState',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:PutObject',
      'securityhub:BatchUpdateFindings',
      'securityhub:GetFindings',
      'sns:Publish',
      'sqs:SendMessage',
      'ssm:GetParameter',
      'trustedadvisor:GetRecommendation',
      'trustedadvisor:UpdateRecommendationLifecycle',
    ]);
  });

  it.each(stack.functions.filter(({ path }) => path.startsWith('sources/')))(
    'let the source $name start remediators and do nothing else',
    ({ name }) => {
      expect(allowedActions(template, name, '')).toEqual([
        'lambda:InvokeFunction',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'sqs:SendMessage',
      ]);
    },
  );

  it('keep every function of ours from being held, changed or deleted by us', () => {
    const policy = resourcesOf(template, 'AWS::IAM::ManagedPolicy').find(({ id }) => id === 'OwnProtection');
    const statements = at(policy?.properties, 'PolicyDocument.Statement') as readonly object[];

    expect(statements).toContainEqual({
      Sid: 'ProtectFunctions',
      Effect: 'Deny',
      Action: [
        'lambda:DeleteFunction',
        'lambda:DeleteFunctionConcurrency',
        'lambda:PutFunctionConcurrency',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      Resource: { 'Fn::Sub': expect.stringMatching(/:function:redress-\$\{sls:stage\}-\*$/) },
    });
    for (const { id, properties } of resourcesOf(template, 'AWS::IAM::Role')) {
      expect([id, JSON.stringify(properties['ManagedPolicyArns'])]).toEqual([
        id,
        expect.stringContaining('OwnProtection'),
      ]);
    }
  });

  it('have a reason for every write on resources that are not named', () => {
    expect(reasonedWrites(template, wildcardWrites)).toEqual([]);
  });
});

describe('the environment in serverless.yml', () => {
  it.each(remediators)('gives $functionName every variable that a remediator asks for', ({ functionName }) => {
    const code = readFileSync(join(project, 'functions/remediators/lambda-edge.ts'), 'utf8');
    const asked = [...code.matchAll(/required\(environment, '(\w+)'\)/g)].map(([, name]) => name);
    const lambda = resourcesOf(template, 'AWS::Lambda::Function').find(({ id }) => id === `function ${functionName}`);
    const given = Object.keys(at(lambda?.properties, 'Environment.Variables') ?? {});

    expect(asked.length).toBeGreaterThan(0);
    // Lambda sets the Region itself.
    expect([...given, 'AWS_REGION']).toEqual(expect.arrayContaining(asked));
  });

  it.each(remediators)('names the remediator $name to whoever starts it', ({ name, functionName }) => {
    const variable = `REMEDIATOR_${name.toUpperCase()}`;

    for (const { id, properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
      expect([id, at(properties, `Environment.Variables.${variable}.Fn::Sub`)]).toEqual([
        id,
        expect.stringMatching(new RegExp(`:function:redress-\\$\\{sls:stage\\}-${functionName}:durable$`)),
      ]);
    }
  });

  it.each(remediators)('knows the role of $functionName as its own', ({ functionName }) => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function').filter(({ properties }) =>
      text(properties['Handler']).startsWith('dist/remediators/'),
    );
    const role = functions.find(({ id }) => id === `function ${functionName}`)?.properties['Role'];

    for (const { properties } of functions) {
      expect(text(at(properties, 'Environment.Variables.OWN_ROLES')).split(',')).toContain(text(role));
    }
  });
});
