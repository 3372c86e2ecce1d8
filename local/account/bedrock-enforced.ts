import type {
  DeleteEnforcedGuardrailConfigurationRequest,
  DeleteEnforcedGuardrailConfigurationResponse,
  ListEnforcedGuardrailsConfigurationRequest,
  ListEnforcedGuardrailsConfigurationResponse,
  PutEnforcedGuardrailConfigurationRequest,
  PutEnforcedGuardrailConfigurationResponse,
} from '@aws-sdk/client-bedrock';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import { arn, digestOf, parseArn } from './names.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

/** A Region's account has one configuration; what an organisation enforces is not listed here. */
export const listEnforced: Handler<
  ListEnforcedGuardrailsConfigurationRequest,
  ListEnforcedGuardrailsConfigurationResponse
> = ({ nextToken }, context) => {
  if (nextToken !== undefined) throw invalid('The pagination token is invalid.');
  const { enforced } = readRegion(context).bedrock;
  if (enforced === undefined) return { guardrailsConfig: [] };
  const { guardrailIdentifier = '', ...config } = enforced.config;
  const guardrailId = idOf(guardrailIdentifier);
  return {
    guardrailsConfig: [
      {
        ...config,
        configId: enforced.id,
        guardrailId,
        guardrailArn:
          guardrailId === guardrailIdentifier
            ? arn('bedrock', context, `guardrail/${guardrailId}`)
            : guardrailIdentifier,
        createdAt: enforced.created,
        updatedAt: enforced.modified,
        owner: 'ACCOUNT',
      },
    ],
  };
};

/** Changes the configuration that is named, or makes the first one. Its guardrail has to be there, in that version. */
export const putEnforced: Handler<
  PutEnforcedGuardrailConfigurationRequest,
  PutEnforcedGuardrailConfigurationResponse
> = ({ configId, guardrailInferenceConfig = { guardrailIdentifier: '', guardrailVersion: '' } }, context) => {
  const { enforced } = readRegion(context).bedrock;
  if (configId !== undefined && configId !== enforced?.id) throw notFound(`Enforced configuration ${configId}`);
  if (configId === undefined && enforced !== undefined) throw conflict('A guardrail is enforced in this account.');
  const { guardrailIdentifier = '', guardrailVersion = '' } = guardrailInferenceConfig;
  if (!/^[1-9]\d{0,7}$/.test(guardrailVersion)) throw invalid('A guardrail is enforced in a numbered version.');
  requireGuardrail(guardrailIdentifier, guardrailVersion, context);
  const now = context.now.toISOString();
  const id = enforced?.id ?? digestOf(`enforced ${context.account} ${context.region}`).slice(7, 19);
  const created = enforced?.created ?? now;
  changeRegion(context).bedrock.enforced = { id, config: guardrailInferenceConfig, created, modified: now };
  return present({ configId: id, updatedAt: now, updatedBy: context.principal });
};

export const deleteEnforced: Handler<
  DeleteEnforcedGuardrailConfigurationRequest,
  DeleteEnforcedGuardrailConfigurationResponse
> = ({ configId = '' }, context) => {
  const { enforced, ...rest } = readRegion(context).bedrock;
  if (enforced?.id !== configId) throw notFound(`Enforced configuration ${configId}`);
  changeRegion(context).bedrock = rest;
  return {};
};

function idOf(identifier: string): string {
  return parseArn(identifier)?.resource.replace(/^guardrail\//, '') ?? identifier;
}

/** Another account's guardrail may be shared with this one; of those nothing is known here. */
function requireGuardrail(identifier: string, version: string, context: CallContext): void {
  const parts = parseArn(identifier);
  if (parts !== undefined && parts.account !== context.account) return;
  const guardrail = own(readRegion(context).bedrock.guardrails, idOf(identifier));
  if (guardrail === undefined || own(guardrail.versions, version) === undefined) {
    throw notFound(`Version ${version} of guardrail ${identifier}`);
  }
}
