import { describe, expect, it } from 'vitest';
import { endpointDataCaptureEncrypted } from '../../../../functions/remediators/sagemaker/endpoint-data-capture-encrypted.ts';
import { hosting } from '../../../local/account/world.ts';
import { looking } from '../looking.ts';

const key = 'alias/capture';
const scorer = { type: 'AWS::SageMaker::Endpoint', id: 'scorer' };
const config = { type: 'AWS::SageMaker::EndpointConfig', id: 'scorer-1' };
const capture = {
  EnableCapture: true,
  InitialSamplingPercentage: 50,
  DestinationS3Uri: 's3://capture/scorer',
  CaptureOptions: [{ CaptureMode: 'Input' as const }],
};

function holding(DataCaptureConfig?: typeof capture & { KmsKeyId?: string }, changes: object = {}) {
  const ProductionVariants = [
    { VariantName: 'main', ModelName: 'model-a', InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 },
  ];
  const settings = { ProductionVariants, ...(DataCaptureConfig === undefined ? {} : { DataCaptureConfig }) };
  const file = hosting({ endpointConfigs: { 'scorer-1': { settings } }, ...changes });
  return looking(endpointDataCaptureEncrypted, file);
}

describe('an endpoint', () => {
  it('that captures data without a key is wrong', async () => {
    await expect(holding(capture).assess(scorer, { 'kms-key': key })).resolves.toMatchObject({
      state: 'wrong',
      why: ['Endpoint scorer captures data to s3://capture/scorer without a KMS key'],
    });
  });

  it.each([
    ['captures nothing', undefined],
    ['has stopped capturing', { ...capture, EnableCapture: false }],
    ['captures with a key', { ...capture, KmsKeyId: key }],
  ])('that %s is right', async (_, found) => {
    await expect(holding(found).assess(scorer)).resolves.toMatchObject({ state: 'compliant' });
  });

  it('is for a person as long as the policy names no key', async () => {
    await expect(holding(capture).assess(scorer)).resolves.toMatchObject({ state: 'manual' });
  });

  it.each(['Failed', 'SystemUpdating'] as const)('that is %s is not judged', async (status) => {
    const found = holding(capture, { endpoints: { scorer: { config: 'scorer-1', status } } });

    await expect(found.assess(scorer)).resolves.toMatchObject({ state: status === 'Failed' ? 'manual' : 'busy' });
  });

  it('gets a key for what it captures, and captures as before', async () => {
    const { steps } = await holding(capture).plan(scorer, { 'kms-key': key });

    expect(steps[0]?.call.input['DataCaptureConfig']).toEqual({ ...capture, KmsKeyId: key });
  });
});

describe('a configuration', () => {
  it.each([
    ['that captures without a key leads to the endpoints that run it', capture, {}, { targets: [scorer] }],
    ['that no endpoint runs captures nothing', capture, { endpoints: {} }, { verdict: { state: 'compliant' } }],
    ['with a key is right', { ...capture, KmsKeyId: key }, {}, { verdict: { state: 'compliant' } }],
    ['without capture is right', undefined, {}, { verdict: { state: 'compliant' } }],
  ])('%s', async (_, found, changes, located) => {
    await expect(holding(found, changes).locate(config)).resolves.toMatchObject(located);
  });

  it('that is gone is no matter', async () => {
    await expect(holding(capture).locate({ ...config, id: 'scorer-0' })).resolves.toMatchObject({
      verdict: { state: 'gone' },
    });
  });
});
