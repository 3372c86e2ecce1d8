import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { essence, gone, model, remove, run, running, serving } from './models.ts';

const inside = { VpcConfig: { Subnets: ['subnet-0a1b2c3d4e5f60718'], SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] } };

export const fixture: Fixture = {
  remediation: 'sagemaker-model-in-vpc',
  signal: signalAbout(
    { type: 'AWS::SageMaker::Endpoint', id: 'fraud-detector' },
    { apiCall: 'sagemaker:UpdateEndpoint' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout({ type: 'AWS::SageMaker::Model', id: 'fraud-model' }, { configRule: 'sagemaker-model-in-vpc' }),
  ],
  wrong: [
    { name: 'the endpoint’s model is in no VPC', account: serving({ 'fraud-model': model({}) }) },
    {
      name: 'one of two models is in a VPC',
      account: serving({ 'fraud-inside': model(inside), 'fraud-outside': model({}) }),
    },
  ],
  right: serving({ 'fraud-model': model(inside) }),
  gone,
  isRight: (state) => running(state).every((settings) => (settings?.VpcConfig?.Subnets ?? []).length > 0),
  readCalls: 3,
  breakAgain: (state) => run(state, {}),
  fixByHand: (state) => run(state, inside),
  remove,
  essence,
};
