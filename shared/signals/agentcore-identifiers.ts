import { arnOf, resourcePart } from './arn.ts';
import { invalidIdentifier } from './event-error.ts';
import type { Identify } from './identify.ts';

/** Each id ends with ten letters and digits that the service chooses. */
const ids: Readonly<Record<string, RegExp>> = {
  // https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html
  runtime: /^[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}$/,
  // …/API_GetGateway.html
  gateway: /^(?:[0-9a-z]-?){1,100}-[0-9a-z]{10}$/,
  // …/API_GetMemory.html
  memory: /^[a-zA-Z][a-zA-Z0-9_-]{0,99}-[a-zA-Z0-9]{10}$/,
  // …/API_GetBrowser.html; AWS's own `aws.browser.v1` is nobody's to change
  'browser-custom': /^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/,
  // …/API_GetCodeInterpreter.html
  'code-interpreter-custom': /^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/,
};

/**
 * A resource of Bedrock AgentCore, by id or ARN.
 *
 * @param kind as its ARN calls it
 */
function agentCore(kind: string): Identify {
  return (text, scope, path) => {
    const resource = text.startsWith('arn:') ? resourcePart(text, 'bedrock-agentcore', scope, path) : `${kind}/${text}`;
    const id = resource.slice(kind.length + 1);
    if (!resource.startsWith(`${kind}/`) || ids[kind]?.test(id) !== true) {
      throw invalidIdentifier(path, `the id or ARN of an AgentCore ${kind}`, text);
    }
    return { id, arn: arnOf('bedrock-agentcore', `${kind}/${id}`, scope) };
  };
}

/** By type of resource. */
export const agentCoreIdentifiers: readonly (readonly [string, Identify])[] = [
  ['AWS::BedrockAgentCore::BrowserCustom', agentCore('browser-custom')],
  ['AWS::BedrockAgentCore::CodeInterpreterCustom', agentCore('code-interpreter-custom')],
  ['AWS::BedrockAgentCore::Gateway', agentCore('gateway')],
  ['AWS::BedrockAgentCore::Memory', agentCore('memory')],
  ['AWS::BedrockAgentCore::Runtime', agentCore('runtime')],
];
