import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';

/** What it takes to move an endpoint from one configuration to another, and back. */
export const swapping = service('SageMaker', SageMakerClient, {
  CreateEndpointConfigCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  UpdateEndpointCommand,
});

/** The same, and to delete it and make it again. */
export const endpoints = service('SageMaker', SageMakerClient, {
  ...swapping.commands,
  CreateEndpointCommand,
  DeleteEndpointCommand,
});

export type EndpointAws = BoundServices<{ sagemaker: typeof endpoints }>;
