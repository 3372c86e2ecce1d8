import type {
  AccountEnforcedGuardrailInferenceInputConfiguration,
  AccountEnforcedGuardrailOutputConfiguration,
} from '@aws-sdk/client-bedrock';
import * as z from 'zod';

const mode = z.enum(['COMPREHENSIVE', 'SELECTIVE']);
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ModelEnforcement.html
const models = z.array(z.string().regex(/^[\w.:/-]{1,256}$/));

export const enforcedParameters = z
  .strictObject({
    guardrail: z
      .string()
      .regex(/^(?:arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:guardrail\/)?[a-z0-9]{1,64}$/)
      .optional()
      .describe('Id or ARN of the guardrail that is enforced on every invocation; needs version.'),
    version: z
      .string()
      .regex(/^[1-9]\d{0,7}$/)
      .optional()
      .describe('Number of its version, as text.'),
    system: mode.default('COMPREHENSIVE').describe('Whether all of a system prompt is guarded, or what callers mark.'),
    messages: mode.default('COMPREHENSIVE').describe('The same for messages of users.'),
    'included-models': models.min(1).default(['ALL']).describe('Models that it has to be enforced on.'),
    'excluded-models': models.default([]).describe('Models that may be left out.'),
  })
  .refine((given) => (given.guardrail === undefined) === (given.version === undefined), {
    message: 'guardrail and version go together',
  });
export type EnforcedParameters = z.output<typeof enforcedParameters>;

/** What PutEnforcedGuardrailConfiguration is given. */
export interface Enforced {
  readonly configId: string;
  readonly guardrailInferenceConfig: AccountEnforcedGuardrailInferenceInputConfiguration;
}

type Found = AccountEnforcedGuardrailOutputConfiguration;

export function isNamed({ guardrailArn, guardrailId }: Found, { guardrail }: EnforcedParameters): boolean {
  return guardrail !== undefined && (guardrail === guardrailArn || guardrail === guardrailId);
}

/** What a configuration lets through that the policy does not. Without a word it guards everything, on all models. */
export function faultsOf(found: Found | undefined, settings: EnforcedParameters): string[] {
  if (found === undefined) return ['No guardrail is enforced on the account'];
  const { guardrailId, guardrailVersion, selectiveContentGuarding: guarding = {}, modelEnforcement } = found;
  if (!isNamed(found, settings)) return [`Guardrail ${guardrailId} is enforced in place of ${settings.guardrail}`];
  const { includedModels = ['ALL'], excludedModels = [] } = modelEnforcement ?? {};
  const missing = settings['included-models'].filter(
    (model) => ![model, 'ALL'].some((one) => includedModels.includes(one)),
  );
  const left = excludedModels.filter((model) => !settings['excluded-models'].includes(model));
  const parts = (['system', 'messages'] as const).filter(
    (part) => settings[part] === 'COMPREHENSIVE' && guarding[part] === 'SELECTIVE',
  );
  return [
    ...(guardrailVersion === settings.version
      ? []
      : [`Version ${guardrailVersion} is enforced, not ${settings.version}`]),
    ...parts.map((part) => `Only what callers mark is guarded (${part})`),
    ...(missing.length === 0 ? [] : [`Not enforced on: ${missing.join(', ')}`]),
    ...(left.length === 0 ? [] : [`Left out: ${left.join(', ')}`]),
  ];
}

/** What the policy asks for. */
export function wantedOf(settings: EnforcedParameters): AccountEnforcedGuardrailInferenceInputConfiguration {
  const { guardrail, version, system, messages } = settings;
  const { 'included-models': includedModels, 'excluded-models': excludedModels } = settings;
  const everything = includedModels.includes('ALL') && excludedModels.length === 0;
  return {
    guardrailIdentifier: guardrail,
    guardrailVersion: version,
    selectiveContentGuarding: { system, messages },
    ...(everything ? {} : { modelEnforcement: { includedModels, excludedModels } }),
  };
}
