import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { JsonObject } from '../../shared/json.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const key = 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888';
const team = [{ Key: 'team', Value: 'fraud' }];

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;

function variants(instanceType = 'ml.m5.large') {
  return [
    {
      VariantName: 'AllTraffic',
      ModelName: 'fraud-model',
      InitialInstanceCount: 1,
      InstanceType: instanceType as 'ml.m5.large',
      InitialVariantWeight: 1,
    },
  ];
}

function holding(sagemaker: Sagemaker): AccountFile {
  const model = {
    settings: {
      PrimaryContainer: {
        Image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud-inference:1',
        Environment: { FEATURE_STORE_TOKEN: plantedSecret },
      },
      ExecutionRoleArn: 'arn:aws:iam::111122223333:role/hosting',
    },
  };
  // Two polls of a deployment tell as much as ten.
  const seconds = { create: 45, update: 45, rollback: 30, delete: 30 };
  return { regions: { [region]: { sagemaker: { models: { 'fraud-model': model }, seconds, ...sagemaker } } } };
}

/** An endpoint that autoscaling has taken from one instance to three. */
function endpoint(settings: object, tags = team): Sagemaker {
  return {
    endpointConfigs: { 'fraud-cfg': { settings: { ProductionVariants: variants(), ...settings }, tags } },
    endpoints: {
      'fraud-detector': {
        config: 'fraud-cfg',
        variants: { AllTraffic: { instances: 3, desiredInstances: 3 } },
        tags: [{ Key: 'owner', Value: 'fraud' }],
      },
    },
  };
}

function of(state: AccountState) {
  const sagemaker = state.regions[region]?.sagemaker;
  if (sagemaker === undefined) throw new Error(`nothing in ${region}`);
  return sagemaker;
}

function runs(state: AccountState, change: JsonObject): void {
  const sagemaker = of(state);
  const found = sagemaker.endpoints['fraud-detector'];
  if (found === undefined) return;
  const name = `by-hand-${Object.keys(sagemaker.endpointConfigs).length}`;
  const { KmsKeyId: _, ...settings } = found.settings;
  const changed = { ...settings, ...change } as typeof found.settings;
  sagemaker.endpointConfigs[name] = { created: found.created, settings: changed, tags: [] };
  sagemaker.endpoints['fraud-detector'] = { ...found, config: name, settings: changed };
}

export const fixture: Fixture = {
  remediation: 'sagemaker-endpoint-encrypted',
  signal: signalAbout(
    { type: 'AWS::SageMaker::Endpoint', id: 'fraud-detector' },
    { apiCall: 'sagemaker:UpdateEndpoint' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::SageMaker::EndpointConfig', id: 'fraud-cfg' },
      { configRule: 'sagemaker-endpoint-configuration-kms-key-configured' },
    ),
  ],
  wrong: [
    { name: 'the configuration has no key and the endpoint is scaled out', account: holding(endpoint({})) },
    {
      name: 'the configuration captures data and has no tags',
      account: holding(
        endpoint(
          {
            DataCaptureConfig: {
              EnableCapture: true,
              InitialSamplingPercentage: 50,
              DestinationS3Uri: 's3://capture/fraud',
              CaptureOptions: [{ CaptureMode: 'Input' }],
            },
          },
          [],
        ),
      ),
    },
    {
      name: 'the policy says to stop the endpoint',
      account: holding(endpoint({})),
      parameters: { action: 'stop' },
      expect: 'gone',
    },
  ],
  right: holding(endpoint({ KmsKeyId: key })),
  gone: holding({}),
  isRight: (state) => {
    const found = of(state).endpoints['fraud-detector'];
    return found === undefined || (found.status === 'InService' && found.settings.KmsKeyId === key);
  },
  // The endpoint names its configuration, and the configuration has the key.
  readCalls: 2,
  breakAgain: (state) => runs(state, {}),
  fixByHand: (state) => runs(state, { KmsKeyId: key }),
  remove: (state) => void delete of(state).endpoints['fraud-detector'],
  essence: (state) => {
    const { endpoints, endpointConfigs } = of(state);
    const lasting = Object.entries(endpoints).map(([name, found]) => {
      const { created: _, modified: __, deployment: ___, guardrails: ____, variants: running, ...rest } = found;
      return [name, { ...rest, running: Object.keys(running) }];
    });
    return { endpoints: Object.fromEntries(lasting), endpointConfigs };
  },
};
