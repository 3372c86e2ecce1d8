import type { DescribeModelCommand, ListModelsCommand, ListModelsOutput } from '@aws-sdk/client-sagemaker';
import type { Bound } from '../../../shared/aws/service.ts';
import type { ImageRef } from '../../../shared/signals/signal.ts';
import { isImage } from './image-users.ts';
import { ifAny } from './missing.ts';

/** What it takes to find out which models have an image. */
interface ModelAws {
  readonly sagemaker: Bound<{
    DescribeModelCommand: typeof DescribeModelCommand;
    ListModelsCommand: typeof ListModelsCommand;
  }>;
}

/**
 * Names of the models that have the image in any container, deployed or not, or that were made of a package that
 * has it. A list of models tells no images, so that every model is asked.
 *
 * @param packages ARNs of the model packages that have the image
 */
export async function modelsWith(
  aws: ModelAws,
  image: ImageRef,
  packages: readonly string[],
  region: string,
): Promise<string[]> {
  const found: string[] = [];
  for await (const ModelName of modelNames(aws)) {
    const model = await ifAny(aws.sagemaker.DescribeModel({ ModelName }));
    const containers = [
      ...(model?.PrimaryContainer === undefined ? [] : [model.PrimaryContainer]),
      ...(model?.Containers ?? []),
    ];
    const has = containers.some(
      ({ Image, ModelPackageName = '' }) => isImage({ Image }, image, region) || packages.includes(ModelPackageName),
    );
    if (has) found.push(ModelName);
  }
  return found.toSorted();
}

async function* modelNames({ sagemaker }: ModelAws): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const next = NextToken === undefined ? {} : { NextToken };
    const page: ListModelsOutput = await sagemaker.ListModels({ MaxResults: 100, ...next });
    yield* (page.Models ?? []).flatMap(({ ModelName }) => ModelName ?? []);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}
