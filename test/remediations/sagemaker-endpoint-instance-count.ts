import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { endpointOf, essence, gone, remove, scale, serving } from './endpoints.ts';

export const fixture: Fixture = {
  remediation: 'sagemaker-endpoint-instance-count',
  signal: signalAbout(
    { type: 'AWS::SageMaker::Endpoint', id: 'fraud-detector' },
    { apiCall: 'sagemaker:CreateEndpoint' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::SageMaker::EndpointConfig', id: 'fraud-cfg' },
      { configRule: 'sagemaker-endpoint-config-prod-instance-count' },
    ),
  ],
  wrong: [
    { name: 'the endpoint runs on one instance', account: serving({}, { main: 1 }) },
    {
      name: 'two of three variants run on too few instances',
      account: serving({}, { canary: 4, main: 2, old: 1 }),
      parameters: { minimum: 3 },
    },
  ],
  right: serving({}, { main: 2 }),
  gone,
  isRight: (state) =>
    Object.values(endpointOf(state)?.variants ?? {}).every(
      ({ instances }, _, variants) => instances >= (variants.length === 3 ? 3 : 2),
    ),
  breakAgain: (state) => scale(state, 1),
  fixByHand: (state) => scale(state, 2),
  remove,
  essence,
};
