import { faulty } from './jobs.ts';

export const fixture = faulty('sagemaker-job-volume-encrypted', {
  'training-job': 'ResourceConfig.VolumeKmsKeyId',
  'processing-job': 'ProcessingResources.ClusterConfig.VolumeKmsKeyId',
  'transform-job': 'TransformResources.VolumeKmsKeyId',
  'hyper-parameter-tuning-job': 'TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId',
  'automl-job': 'SecurityConfig.VolumeKmsKeyId',
});
