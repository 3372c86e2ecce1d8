import { describe, expect, test } from 'vitest';
import { EventError } from '../../../shared/signals/event-error.ts';
import { identify, isIdentifiable } from '../../../shared/signals/identifiers.ts';

const here = { account: '111122223333', region: 'eu-central-1' };
const digest = `sha256:${'0f'.repeat(32)}`;
const sagemaker = 'arn:aws:sagemaker:eu-central-1:111122223333';
const customization = 'arn:aws:bedrock:eu-central-1:111122223333:model-customization-job';
const agentcore = 'arn:aws:bedrock-agentcore:eu-central-1:111122223333';
const image = `arn:aws:ecr:eu-central-1:111122223333:repository/team/model/${digest}`;

describe('a name or an ARN', () => {
  test.each([
    ['AWS::S3::Bucket', 'llm-corpus', 'llm-corpus', 'arn:aws:s3:::llm-corpus'],
    ['AWS::S3::Bucket', 'a.b-c.9', 'a.b-c.9', 'arn:aws:s3:::a.b-c.9'],
    ['AWS::S3::Bucket', 'arn:aws:s3:::llm-corpus', 'llm-corpus', 'arn:aws:s3:::llm-corpus'],
    ['AWS::SageMaker::Domain', 'd-0a1b2c3d4e5f', 'd-0a1b2c3d4e5f', `${sagemaker}:domain/d-0a1b2c3d4e5f`],
    ['AWS::SageMaker::Domain', `${sagemaker}:domain/d-xyz`, 'd-xyz', `${sagemaker}:domain/d-xyz`],
    ['AWS::SageMaker::FeatureGroup', 'card_payments', 'card_payments', `${sagemaker}:feature-group/card_payments`],
    ['AWS::SageMaker::TrainingJob', 'Fraud-1120', 'Fraud-1120', `${sagemaker}:training-job/fraud-1120`],
    ['AWS::SageMaker::ProcessingJob', `${sagemaker}:processing-job/x`, 'x', `${sagemaker}:processing-job/x`],
    ['AWS::SageMaker::TransformJob', `${sagemaker}:transform-job/x`, 'x', `${sagemaker}:transform-job/x`],
    ['AWS::SageMaker::AutoMLJob', 'a'.repeat(32), 'a'.repeat(32), `${sagemaker}:automl-job/${'a'.repeat(32)}`],
    [
      'AWS::SageMaker::HyperParameterTuningJob',
      `${sagemaker}:hyper-parameter-tuning-job/fraud-tuning`,
      'fraud-tuning',
      `${sagemaker}:hyper-parameter-tuning-job/fraud-tuning`,
    ],
    ['AWS::SageMaker::Image', 'pytorch-2.4', 'pytorch-2.4', `${sagemaker}:image/pytorch-2.4`],
    ['AWS::SageMaker::NotebookInstance', 'Explorer', 'Explorer', `${sagemaker}:notebook-instance/explorer`],
    ['AWS::SageMaker::Endpoint', 'churn-scorer', 'churn-scorer', `${sagemaker}:endpoint/churn-scorer`],
    ['AWS::SageMaker::Endpoint', `${sagemaker}:endpoint/rag-2`, 'rag-2', `${sagemaker}:endpoint/rag-2`],
    ['AWS::SageMaker::EndpointConfig', 'Rag-Cfg', 'Rag-Cfg', `${sagemaker}:endpoint-config/rag-cfg`],
    ['AWS::SageMaker::MonitoringSchedule', 'Drift', 'Drift', `${sagemaker}:monitoring-schedule/drift`],
    [
      'AWS::SageMaker::ModelBiasJobDefinition',
      `${sagemaker}:model-bias-job-definition/bias`,
      'bias',
      `${sagemaker}:model-bias-job-definition/bias`,
    ],
    ['AWS::SageMaker::EndpointConfig', `${sagemaker}:endpoint-config/x`, 'x', `${sagemaker}:endpoint-config/x`],
    [
      'AWS::CloudTrail::Trail',
      'org-audit',
      'arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit',
      'arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit',
    ],
    [
      'AWS::CloudTrail::Trail',
      'arn:aws:cloudtrail:eu-central-1:111122223333:trail/Org_audit.2',
      'arn:aws:cloudtrail:eu-central-1:111122223333:trail/Org_audit.2',
      'arn:aws:cloudtrail:eu-central-1:111122223333:trail/Org_audit.2',
    ],
    ['AWS::ECR::ContainerImage', image, `team/model@${digest}`, image],
    [
      'AWS::BedrockAgentCore::Runtime',
      'claims_agent-Qx7Lm2Np4R',
      'claims_agent-Qx7Lm2Np4R',
      `${agentcore}:runtime/claims_agent-Qx7Lm2Np4R`,
    ],
    [
      'AWS::BedrockAgentCore::Gateway',
      `${agentcore}:gateway/claims-tools-h5k2m8p1q4`,
      'claims-tools-h5k2m8p1q4',
      `${agentcore}:gateway/claims-tools-h5k2m8p1q4`,
    ],
    [
      'AWS::BedrockAgentCore::BrowserCustom',
      `${agentcore}:browser-custom/audit_browser-Op3Qr5St7U`,
      'audit_browser-Op3Qr5St7U',
      `${agentcore}:browser-custom/audit_browser-Op3Qr5St7U`,
    ],
    [
      'AWS::Logs::LogGroup',
      '/ml-platform/invocations#1',
      '/ml-platform/invocations#1',
      'arn:aws:logs:eu-central-1:111122223333:log-group:/ml-platform/invocations#1',
    ],
    [
      'AWS::Logs::LogGroup',
      'arn:aws:logs:eu-central-1:111122223333:log-group:invocations:*',
      'invocations',
      'arn:aws:logs:eu-central-1:111122223333:log-group:invocations',
    ],
    [
      'AWS::Bedrock::Agent',
      'arn:aws:bedrock:eu-central-1:111122223333:agent/AGCLAIMS01',
      'AGCLAIMS01',
      'arn:aws:bedrock:eu-central-1:111122223333:agent/AGCLAIMS01',
    ],
    [
      'AWS::Bedrock::AgentAlias',
      'AGCLAIMS01|ALCLERKS01',
      'AGCLAIMS01|ALCLERKS01',
      'arn:aws:bedrock:eu-central-1:111122223333:agent-alias/AGCLAIMS01/ALCLERKS01',
    ],
    [
      'AWS::Bedrock::ModelCustomizationJob',
      `${customization}/amazon.nova-lite-v1:0:300k/cl41mt0n3abc`,
      `${customization}/amazon.nova-lite-v1:0:300k/cl41mt0n3abc`,
      `${customization}/amazon.nova-lite-v1:0:300k/cl41mt0n3abc`,
    ],
    ['AWS::Bedrock::Guardrail', 'gr4tests', 'gr4tests', 'arn:aws:bedrock:eu-central-1:111122223333:guardrail/gr4tests'],
    [
      'AWS::Bedrock::Guardrail',
      'arn:aws:bedrock:eu-central-1:111122223333:guardrail/gr4tests',
      'gr4tests',
      'arn:aws:bedrock:eu-central-1:111122223333:guardrail/gr4tests',
    ],
    ['AWS::Bedrock::Prompt', 'PRMPTCLAIM', 'PRMPTCLAIM', 'arn:aws:bedrock:eu-central-1:111122223333:prompt/PRMPTCLAIM'],
    [
      'AWS::IAM::Policy',
      'arn:aws:iam::111122223333:policy/ml/feature-pipeline',
      'arn:aws:iam::111122223333:policy/ml/feature-pipeline',
      'arn:aws:iam::111122223333:policy/ml/feature-pipeline',
    ],
    [
      'AWS::Lambda::Function',
      'arn:aws:lambda:eu-central-1:111122223333:function:features:$LATEST',
      'features',
      'arn:aws:lambda:eu-central-1:111122223333:function:features',
    ],
    [
      'AWS::Lambda::Function',
      'arn:aws:lambda:eu-central-1:111122223333:function:features',
      'features',
      'arn:aws:lambda:eu-central-1:111122223333:function:features',
    ],
    [
      'AWS::EC2::Instance',
      'i-0123456789abcdef0',
      'i-0123456789abcdef0',
      'arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0',
    ],
    [
      'AWS::EC2::Instance',
      'arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0',
      'i-0123456789abcdef0',
      'arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0',
    ],
  ])('identifies an %s by %s', (type, text, id, arn) => {
    expect(identify(type, text, here, 'detail.id')).toEqual({ type, id, arn });
  });

  test.each([
    ['AWS::Bedrock::Account', 'eu-central-1'],
    ['AWS::Config::Account', 'eu-central-1'],
    ['AWS::Bedrock::DataSource', 'KBCONTRACT|DSHANDBOOK'],
    ['AWS::IAM::Policy', 'ANPAEXAMPLE0000000001'],
    ['AWS::IAM::Role', 'support-assistant'],
    ['AWS::IAM::ServiceSpecificCredential', 'alice@example.com/ACCAEXAMPLE00000000001'],
    ['AWS::IAM::User', 'alice@example.com'],
    ['AWS::Inspector2::Account', 'eu-central-1'],
  ])('identifies an %s, which has no ARN that an event tells, by %s', (type, id) => {
    expect(identify(type, id, here, 'detail.id')).toEqual({ type, id });
  });

  test.each([
    ['AWS::IAM::Role', 'arn:aws:iam::111122223333:role/service-role/trainer', 'trainer'],
    ['AWS::IAM::User', 'arn:aws:iam::111122223333:user/alice', 'alice'],
  ])('identifies an %s by %s, and keeps the name alone', (type, arn, id) => {
    expect(identify(type, arn, here, 'detail.id')).toEqual({ type, id });
  });

  test.each([
    ['AWS::Bedrock::Account', 'us-east-1'],
    ['AWS::Config::Account', 'us-east-1'],
    ['AWS::BedrockAgentCore::Runtime', 'claims_agent'],
    ['AWS::BedrockAgentCore::Runtime', `${agentcore}:gateway/claims_agent-Qx7Lm2Np4R`],
    ['AWS::BedrockAgentCore::Gateway', `${agentcore}:gateway/claims-tools-h5k2m8p1q4/target/1`],
    ['AWS::BedrockAgentCore::Gateway', 'Claims-h5k2m8p1q4'],
    ['AWS::BedrockAgentCore::BrowserCustom', 'aws.browser.v1'],
    ['AWS::BedrockAgentCore::CodeInterpreterCustom', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/x'],
    ['AWS::BedrockAgentCore::Memory', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['AWS::Logs::LogGroup', 'two words'],
    ['AWS::Logs::LogGroup', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['AWS::Logs::LogGroup', 'arn:aws:logs:eu-central-1:111122223333:query-result:*'],
    ['AWS::Logs::LogGroup', 'arn:aws:logs:eu-central-1:111122223333:log-group:invocations:log-stream:one'],
    ['AWS::Bedrock::Agent', 'AGCLAIMS'],
    ['AWS::Bedrock::Agent', 'arn:aws:bedrock:eu-central-1:111122223333:agent-alias/AGCLAIMS01'],
    ['AWS::Bedrock::AgentAlias', 'AGCLAIMS01'],
    ['AWS::Bedrock::AgentAlias', 'AGCLAIMS01|ALCLERKS01|X'],
    ['AWS::Bedrock::ModelCustomizationJob', 'claims-tone'],
    ['AWS::Bedrock::ModelCustomizationJob', `${customization}/nova/cl41mt0n3abc`],
    ['AWS::Bedrock::ModelCustomizationJob', `${customization}/amazon.nova-lite-v1:0/../cl41mt0n3abc`],
    ['AWS::Bedrock::DataSource', 'KBCONTRACT'],
    ['AWS::Bedrock::DataSource', 'KBCONTRACT|DSHANDBOOK|X'],
    ['AWS::Bedrock::Guardrail', 'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr4tests'],
    ['AWS::Bedrock::Guardrail', 'gr4tests:1'],
    ['AWS::Bedrock::Guardrail', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['AWS::Bedrock::Prompt', '../PRMPT'],
    ['AWS::IAM::Policy', 'tagged-admin'],
    ['AWS::IAM::Policy', 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ['AWS::IAM::Policy', 'arn:aws:iam::444455556666:policy/tagged-admin'],
    ['AWS::IAM::Policy', 'arn:aws-cn:iam::111122223333:policy/tagged-admin'],
    ['AWS::IAM::Policy', 'arn:aws:iam::111122223333:policy/a//b'],
    ['AWS::IAM::Policy', 'arn:aws:iam::111122223333:role/a'],
    ['AWS::IAM::Role', 'a/b'],
    ['AWS::IAM::Role', 'arn:aws:iam::111122223333:user/a'],
    ['AWS::IAM::Role', 'arn:aws:iam::111122223333:role'],
    ['AWS::IAM::Role', 'arn:aws:iam::444455556666:role/service-role/a'],
    ['AWS::IAM::ServiceSpecificCredential', 'alice/x/ACCAEXAMPLE00000000001'],
    ['AWS::IAM::User', 'a'.repeat(65)],
  ])('does not identify an %s by %s', (type, text) => {
    expect(() => identify(type, text, here, 'detail.id')).toThrow(EventError);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-east-1', 'aws'],
  ])('in %s is of the partition %s', (region, partition) => {
    const trail = identify('AWS::CloudTrail::Trail', 'org-audit', { ...here, region }, 'detail.id');

    expect(trail.arn).toBe(`arn:${partition}:cloudtrail:${region}:111122223333:trail/org-audit`);
    expect(identify('AWS::S3::Bucket', 'llm-corpus', { ...here, region }, 'detail.id').arn).toBe(
      `arn:${partition}:s3:::llm-corpus`,
    );
  });

  test('may be an old bucket in us-east-1, where other names were allowed until 2018', () => {
    const region = 'us-east-1';

    expect(identify('AWS::S3::Bucket', 'Old_Training.Data', { ...here, region }, 'detail.id').id).toBe(
      'Old_Training.Data',
    );
    expect(() => identify('AWS::S3::Bucket', 'Old_Training.Data', here, 'detail.id')).toThrow(EventError);
  });
});

describe('a name as long as it may be', () => {
  const name = (length: number) => `a${'-a'.repeat(length)}`.slice(0, length);

  test.each([
    ['AWS::S3::Bucket', 63],
    ['AWS::SageMaker::Endpoint', 63],
    ['AWS::SageMaker::InferenceExperiment', 119],
    ['AWS::CloudTrail::Trail', 127],
  ])('identifies an %s, and two characters more do not', (type, length) => {
    expect(identify(type, name(length), here, 'detail.id').type).toBe(type);
    expect(() => identify(type, name(length + 2), here, 'detail.id')).toThrow(EventError);
  });

  test('has 128 characters for a trail', () => {
    const name128 = 'x'.repeat(128);

    expect(identify('AWS::CloudTrail::Trail', name128, here, 'detail.id').id).toMatch(new RegExp(`/${name128}$`));
  });

  test('has hyphens that count', () => {
    expect(() => identify('AWS::SageMaker::Endpoint', `a${'-'.repeat(62)}a`, here, 'detail.id')).toThrow(EventError);
  });

  test('has 8 digits for an instance from before 2016', () => {
    expect(identify('AWS::EC2::Instance', 'i-01234567', here, 'detail.id').id).toBe('i-01234567');
  });
});

describe('what is neither', () => {
  const long = 'x'.repeat(64);
  test.each([
    [
      'AWS::S3::Bucket',
      ['', 'ab', long, 'Upper', 'under_score', '-a-b', 'a-b-', 'a..b', '192.0.2.1', 'a/b', 'a b', 'a\nb'],
    ],
    ['AWS::S3::Bucket', ['../etc', 'bucket?x=1', 'bücket', 'bucket\u0000', 'bucket\u202E', '*', 'arn:aws:s3:::a/*']],
    ['AWS::SageMaker::Endpoint', ['', '-a', 'a-', 'a_b', 'a.b', long, 'a\n', 'ä', '*', `${sagemaker}:endpoint/`]],
    [
      'AWS::SageMaker::Endpoint',
      [
        `${sagemaker}:endpoint-config/a`,
        `${sagemaker}:pipeline/abc`,
        `${sagemaker}:endpoint/a/b`,
        `${sagemaker}:endpoint`,
      ],
    ],
    ['AWS::SageMaker::EndpointConfig', [`${sagemaker}:endpoint/a`, 'arn:aws:s3:::a', 'arn:']],
    [
      'AWS::SageMaker::Domain',
      ['', 'd-', 'd--', 'd-A', 'x-abc', 'd-a/b', `d-${'a'.repeat(62)}`, `${sagemaker}:domain/abc`],
    ],
    ['AWS::SageMaker::AutoMLJob', ['a'.repeat(33), 'a_b', `${sagemaker}:training-job/a`]],
    ['AWS::SageMaker::HyperParameterTuningJob', ['a'.repeat(33), '-a']],
    ['AWS::SageMaker::TrainingJob', ['a'.repeat(64), 'a.b', `${sagemaker}:processing-job/a`]],
    ['AWS::SageMaker::FeatureGroup', ['_a', 'a_', 'a.b', 'x'.repeat(65)]],
    ['AWS::SageMaker::Image', ['.a', 'a..b', 'a_b', 'x'.repeat(64)]],
    ['AWS::CloudTrail::Trail', ['ab', 'a--b', 'a._b', '-abc', 'abc-', '192.0.2.1', 'x'.repeat(129), 'a b c', '*']],
    ['AWS::ECR::ContainerImage', ['model', `team/model@${digest}`, image.slice(0, -1), image.replace('team', 'Team')]],
    ['AWS::ECR::ContainerImage', [image.replace('team/', 'team//'), image.replace('/team/model', ''), `${image}\n`]],
    ['AWS::Lambda::Function', ['features', 'arn:aws:lambda:eu-central-1:111122223333:function:a b']],
    [
      'AWS::EC2::Instance',
      [
        'i-123',
        'i-0123456789ABCDEF0',
        'mi-0123456789abcdef0',
        'arn:aws:ec2:eu-central-1:111122223333:volume/i-01234567',
      ],
    ],
    ['AWS::EC2::SecurityGroup', ['sg-0123456789abcdef0']],
    ['__proto__', ['llm-corpus']],
  ])('identifies no %s: %j', (type, texts) => {
    for (const text of texts) {
      expect(() => identify(type, text, here, 'detail.id'), text).toThrow(
        expect.objectContaining({ name: 'EventError', code: 'invalid-identifier', path: 'detail.id' }),
      );
    }
  });

  test.each([
    ['AWS::S3::Bucket', 'x', 'expected a bucket name, received "x"'],
    ['AWS::SageMaker::Endpoint', '_', 'expected the name or ARN of a SageMaker endpoint, received "_"'],
    ['AWS::CloudTrail::Trail', '_', 'expected the name or ARN of a trail, received "_"'],
    ['AWS::ECR::ContainerImage', image.slice(0, -1), 'expected the ARN of an image in Amazon ECR, received "arn:'],
    [
      'AWS::Lambda::Function',
      'arn:aws:lambda:eu-central-1:111122223333:layer:x',
      'expected the ARN of a Lambda function, received "arn:',
    ],
    ['AWS::Lambda::Function', 'features', 'expected an ARN of lambda, received "features"'],
    ['AWS::EC2::Instance', '_', 'expected the id or ARN of an instance, received "_"'],
  ])('is told what is expected of an %s in place of %s', (type, text, message) => {
    expect(() => identify(type, text, here, 'detail.id')).toThrow(`detail.id: ${message}`);
  });

  test.each([undefined, null, 7, {}, ['llm-corpus']])('identifies nothing: %j', (value) => {
    expect(() => identify('AWS::S3::Bucket', value, here, 'detail.id')).toThrow(EventError);
  });

  test('is what CloudTrail writes in place of a name that it hides', () => {
    const scope = { ...here, region: 'us-east-1' };

    expect(() => identify('AWS::S3::Bucket', 'HIDDEN_DUE_TO_SECURITY_REASONS', scope, 'detail.id')).toThrow(EventError);
  });

  test.each([
    ['another account', `arn:aws:sagemaker:eu-central-1:444455556666:endpoint/a`, '444455556666 in eu-central-1'],
    ['another Region', `arn:aws:sagemaker:us-east-1:111122223333:endpoint/a`, '111122223333 in us-east-1'],
    ['no account', `arn:aws:sagemaker:eu-central-1::endpoint/a`, 'no account in eu-central-1'],
    ['no Region', `arn:aws:sagemaker::111122223333:endpoint/a`, '111122223333 in no Region'],
  ])('is an ARN of %s', (_where, arn, told) => {
    expect(() => identify('AWS::SageMaker::Endpoint', arn, here, 'detail.id')).toThrow(
      `detail.id: the ARN is of ${told}, the event of 111122223333 in eu-central-1`,
    );
  });

  test('is an ARN of another partition', () => {
    const arn = 'arn:aws-cn:sagemaker:eu-central-1:111122223333:endpoint/a';

    expect(() => identify('AWS::SageMaker::Endpoint', arn, here, 'detail.id')).toThrow(EventError);
  });
});

test('only types that somebody may take are identifiable', () => {
  expect(isIdentifiable('AWS::S3::Bucket')).toBe(true);
  expect(isIdentifiable('AWS::::Account')).toBe(false);
  expect(isIdentifiable('constructor')).toBe(false);
});
