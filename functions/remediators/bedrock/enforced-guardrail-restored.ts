import {
  BedrockClient,
  DeleteEnforcedGuardrailConfigurationCommand,
  GetGuardrailCommand,
  ListEnforcedGuardrailsConfigurationCommand,
  ListGuardrailsCommand,
  PutEnforcedGuardrailConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import type { AccountEnforcedGuardrailOutputConfiguration } from '@aws-sdk/client-bedrock';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { enforcedParameters, faultsOf, isNamed, wantedOf } from './enforced-guardrail.ts';
import type { Enforced, EnforcedParameters } from './enforced-guardrail.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const bedrock = service('Bedrock', BedrockClient, {
  DeleteEnforcedGuardrailConfigurationCommand,
  GetGuardrailCommand,
  ListEnforcedGuardrailsConfigurationCommand,
  ListGuardrailsCommand,
  PutEnforcedGuardrailConfigurationCommand,
});
type Aws = BoundServices<{ bedrock: typeof bedrock }>;

const type = 'AWS::Bedrock::EnforcedGuardrailConfiguration';

interface Before extends JsonObject {
  /** As it was, in PutEnforcedGuardrailConfiguration's words; null where no guardrail was enforced. */
  readonly enforced: JsonObject | null;
}

/**
 * Enforces on every model invocation of a Region the guardrail that the policy names. An account has one
 * configuration in a Region; it is changed in place, or made anew where somebody has deleted it.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html
 */
export const enforcedGuardrailRestored = defineRemediation({
  id: 'bedrock-enforced-guardrail-restored',
  title: 'Enforce a guardrail on the account',
  description:
    "Puts the account's enforced guardrail back to the guardrail and version that the policy names, for all models but those that the policy leaves out.",
  severity: 'high',
  // Callers of models get the guardrail's answers again, and need the permission to apply it.
  impact: 'brief',
  reversible: true,
  resource: type,
  // No framework asks for it yet; it is what keeps all the others' guardrails from being left out.
  controls: {},
  triggers: [
    {
      resource: 'AWS::Bedrock::Account',
      apiCall: ['bedrock:DeleteEnforcedGuardrailConfiguration', 'bedrock:PutEnforcedGuardrailConfiguration'],
    },
  ],
  parameters: enforcedParameters,
  uses: { bedrock },

  async locate({ region }) {
    return { targets: [configurationOf(region)] };
  },

  async assess(_target, aws, settings) {
    const found = await ownConfiguration(aws, settings);
    const live = { enforced: found === undefined ? null : inputOf(found) };
    if (settings.guardrail === undefined) {
      if (found !== undefined) return { state: 'compliant', why: 'A guardrail is enforced on the account.', live };
      return { state: 'manual', why: ['No guardrail is enforced on the account'], steps: unnamed, live };
    }
    const why = faultsOf(found, settings);
    if (why.length === 0) return { state: 'compliant', why: 'The guardrail of the policy is enforced.', live };
    const obstacle = await obstacleTo(settings, aws);
    if (obstacle !== undefined) return { state: 'manual', why: [...why, obstacle.why], steps: obstacle.steps, live };
    const before: Before = live;
    return { state: 'wrong', why, before };
  },

  plan({ enforced }: Before, settings, { id: region }) {
    const { guardrail = '', version = '' } = settings;
    return {
      steps: [put(enforced, settings, `Enforce version ${version} of guardrail ${guardrail} in ${region}`)],
      expect: 'compliant',
      notes: [
        'Whoever invokes models needs bedrock:ApplyGuardrail for this guardrail, or is refused.',
        'What a policy of the organisation enforces is not touched; both apply.',
      ],
    };
  },

  async *list(_aws, { region }) {
    yield { resource: configurationOf(region) };
  },
});

function configurationOf(region: string): ResourceRef {
  return { type, id: region };
}

const path = 'remediations.bedrock-enforced-guardrail-restored.parameters';
const unnamed = [
  `Name the guardrail in the policy: ${path}.guardrail and version.`,
  'Or enforce one by hand: aws bedrock put-enforced-guardrail-configuration --guardrail-inference-config file://enforced.json.',
];

/** The configuration of the guardrail that the policy names, else the one that there is. */
async function ownConfiguration(
  aws: Aws,
  settings: EnforcedParameters,
): Promise<AccountEnforcedGuardrailOutputConfiguration | undefined> {
  let found: AccountEnforcedGuardrailOutputConfiguration | undefined;
  const all = everyItem(
    (token) => aws.bedrock.ListEnforcedGuardrailsConfiguration(token),
    ({ guardrailsConfig }) => guardrailsConfig,
  );
  for await (const one of all) {
    if (isNamed(one, settings)) return one;
    found ??= one;
  }
  return found;
}

function inputOf(found: AccountEnforcedGuardrailOutputConfiguration): JsonObject {
  const { configId, guardrailArn, guardrailVersion, selectiveContentGuarding, modelEnforcement } = found;
  const config = { guardrailIdentifier: guardrailArn, guardrailVersion, selectiveContentGuarding, modelEnforcement };
  return toJson({ configId, guardrailInferenceConfig: config }) as JsonObject;
}

/** Why what the policy asks for would do harm: a wrong guardrail makes every invocation in the account fail. */
async function obstacleTo(
  { guardrail: guardrailIdentifier = '', version: guardrailVersion = '' }: EnforcedParameters,
  aws: Aws,
): Promise<{ readonly why: string; readonly steps: readonly string[] } | undefined> {
  if (!(await exists(guardrailIdentifier, guardrailVersion, aws))) {
    return {
      why: `Guardrail ${guardrailIdentifier} has no version ${guardrailVersion}, and enforcing it would stop every invocation`,
      steps: [`Name a guardrail and a version that exist: ${path}.guardrail and version.`],
    };
  }
  const found = await aws.bedrock.GetGuardrail({ guardrailIdentifier, guardrailVersion });
  if (found.automatedReasoningPolicy === undefined) return undefined;
  return {
    why: 'The guardrail has an automated reasoning policy, with which enforced guardrails fail',
    steps: [
      `Make a version without the automated reasoning policy, and name it in ${path}.version.`,
      'Applications that need it name the other version in their own requests.',
    ],
  };
}

async function exists(guardrail: string, number: string, aws: Aws): Promise<boolean> {
  const listed = (of: { readonly guardrailIdentifier?: string }) =>
    everyItem(
      (token) => aws.bedrock.ListGuardrails({ maxResults: 100, ...of, ...token }),
      ({ guardrails }) => guardrails,
    );
  for await (const { id, arn } of listed({})) {
    if (guardrail !== id && guardrail !== arn) continue;
    for await (const { version } of listed({ guardrailIdentifier: guardrail })) if (version === number) return true;
  }
  return false;
}

function put(enforced: JsonObject | null, settings: EnforcedParameters, title: string): Step {
  const { configId } = (enforced ?? {}) as Partial<Enforced>;
  const call = apiCall(bedrock, 'PutEnforcedGuardrailConfiguration', {
    ...(configId === undefined ? {} : { configId }),
    guardrailInferenceConfig: wantedOf(settings),
  });
  const list = apiCall(bedrock, 'ListEnforcedGuardrailsConfiguration', {});
  const member = settings.guardrail?.startsWith('arn:') === true ? 'guardrailArn' : 'guardrailId';
  const is = settings.guardrail ?? '';
  // Its id is the service's choice, and not known before it is made.
  const remove = apiCall(
    bedrock,
    'DeleteEnforcedGuardrailConfiguration',
    { configId: undefined },
    {
      configId: { call: list, list: 'guardrailsConfig', where: { member, is }, give: 'configId' },
    },
  );
  return {
    id: 'put-enforced-guardrail',
    title,
    call,
    // A second one is refused; one that is there is put again without harm.
    ...(enforced === null ? { done: { call: list, path: `guardrailsConfig.0.${member}`, is: [is] } } : {}),
    undo: {
      call:
        enforced === null
          ? remove
          : apiCall(bedrock, 'PutEnforcedGuardrailConfiguration', enforced as unknown as Enforced),
    },
    semantics: 'at-least-once',
  };
}
