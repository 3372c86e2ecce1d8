import type { AccountFile } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { gone, model } from './models.ts';
import type { ModelSettings } from './models.ts';

const id = 'fraud-5';
const resource = { type: 'AWS::SageMaker::Model', id };
const Environment = { DB_PASSWORD: plantedSecret };
const ecr = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud-inference:1';
const inVpc = { Image: 'registry.ml.example.com/fraud:1', ImageConfig: { RepositoryAccessMode: 'Vpc' as const } };

function holding(settings: ModelSettings): AccountFile {
  return { regions: { 'eu-central-1': { sagemaker: { models: { [id]: model(settings) } } } } };
}

export const fixture: ReportFixture = {
  remediation: 'sagemaker-model-private-registry',
  signal: signalAbout(resource, { configRule: 'sagemaker-model-private-registry-required' }),
  otherSignals: [signalAbout(resource, { configRule: 'sagemaker-model-multicontainer-private-registry' })],
  wrong: [
    {
      name: 'its container comes from Amazon ECR',
      account: holding({ PrimaryContainer: { Image: ecr, Environment } }),
      why: [/^Model fraud-5 takes 111122223333\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/fraud-inference:1 from no/],
      steps: [/^Create fraud-5 anew .*RepositoryAccessMode Vpc/, /parameters\.ecr-accounts/],
    },
    {
      name: 'one of its containers comes from an account that the policy does not name',
      account: holding({
        PrimaryContainer: inVpc,
        Containers: [
          { Image: ecr, ContainerHostname: 'features' },
          { Image: ecr.replace('111122223333', '444455556666'), ContainerHostname: 'model' },
        ],
      }),
      parameters: { 'ecr-accounts': ['111122223333'] },
      why: [/^Model fraud-5 takes 444455556666\.dkr/],
      steps: [/^Push the images to a private Docker registry/],
    },
  ],
  right: holding({ PrimaryContainer: { ...inVpc, Environment } }),
  gone,
};
