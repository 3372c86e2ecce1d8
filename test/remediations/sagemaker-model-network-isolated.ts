import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { essence, gone, model, pipeline, remove, run, running, serving } from './models.ts';

const isolated = { EnableNetworkIsolation: true };

export const fixture: Fixture = {
  remediation: 'sagemaker-model-network-isolated',
  signal: signalAbout(
    { type: 'AWS::SageMaker::Endpoint', id: 'fraud-detector' },
    { apiCall: 'sagemaker:UpdateEndpoint' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::SageMaker::Model', id: 'fraud-model' },
      { configRule: 'sagemaker-model-isolation-enabled' },
    ),
  ],
  wrong: [
    { name: 'the endpoint’s model may call out', account: serving({ 'fraud-model': model({}) }) },
    {
      name: 'one of three models is isolated, and one is a pipeline with tags',
      account: serving({
        'fraud-model': model({}),
        'fraud-pipeline': pipeline({ EnableNetworkIsolation: false }),
        'fraud-shadow': model(isolated),
      }),
    },
  ],
  right: serving({ 'fraud-model': model(isolated) }),
  gone,
  isRight: (state) => running(state).every((settings) => settings?.EnableNetworkIsolation === true),
  // The endpoint names its configuration, that names the model.
  readCalls: 3,
  breakAgain: (state) => run(state, {}),
  fixByHand: (state) => run(state, isolated),
  remove,
  essence,
};
