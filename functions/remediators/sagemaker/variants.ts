import type { ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../shared/json.ts';

type Variants = readonly ProductionVariant[];

/** An endpoint configuration's variants; its members come from DescribeEndpointConfig. */
export function variantsOf(config: JsonObject): {
  readonly ProductionVariants?: Variants;
  readonly ShadowProductionVariants?: Variants;
} {
  return config;
}

/** Those that answer, and those that only listen along. */
export function allVariants(config: JsonObject): Variants {
  const { ProductionVariants = [], ShadowProductionVariants = [] } = variantsOf(config);
  return [...ProductionVariants, ...ShadowProductionVariants];
}
