import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { endpointOf, essence, gone, remove, run, serving } from './endpoints.ts';

const capture = {
  EnableCapture: true,
  InitialSamplingPercentage: 50,
  DestinationS3Uri: 's3://capture/fraud',
  CaptureOptions: [{ CaptureMode: 'Input' as const }, { CaptureMode: 'Output' as const }],
};
const wrong = { DataCaptureConfig: capture };
const right = { DataCaptureConfig: { ...capture, KmsKeyId: 'alias/capture' } };

export const fixture: Fixture = {
  remediation: 'sagemaker-endpoint-data-capture-encrypted',
  signal: signalAbout(
    { type: 'AWS::SageMaker::Endpoint', id: 'fraud-detector' },
    { apiCall: 'sagemaker:CreateEndpoint' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::SageMaker::EndpointConfig', id: 'fraud-cfg' },
      { apiCall: 'sagemaker:CreateEndpointConfig' },
    ),
  ],
  wrong: [{ name: 'the endpoint captures data without a key', account: serving(wrong) }],
  right: serving(right),
  gone,
  isRight: (state) => {
    const { EnableCapture, KmsKeyId } = endpointOf(state)?.settings.DataCaptureConfig ?? {};
    return EnableCapture !== true || KmsKeyId !== undefined;
  },
  // The endpoint names its configuration, and the configuration has the key.
  readCalls: 2,
  breakAgain: (state) => run(state, wrong),
  fixByHand: (state) => run(state, right),
  remove,
  essence,
};
