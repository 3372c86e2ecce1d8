import type { Plugin } from 'esbuild';

/**
 * What only a browser runs: `bowser` tells browsers apart, 33 KB in every bundle that has an AWS client. The SDK
 * asks for it in util-user-agent-browser alone; whoever else should ask for it gets it.
 */
export const withoutBrowsers: Plugin = {
  name: 'without-browsers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bowser$/ }, ({ path, importer }) =>
      importer.includes('util-user-agent-browser') ? { path, namespace: 'browsers-only' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'browsers-only' }, () => ({ contents: 'export default {};' }));
  },
};

/** The providers that the SDK asks in turn, by the packages that it imports on demand. */
const fromFiles: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-ini': 'fromIni',
  '@aws-sdk/credential-provider-process': 'fromProcess',
  '@aws-sdk/credential-provider-sso': 'fromSSO',
  '@aws-sdk/credential-provider-web-identity': 'fromTokenFile',
};

/**
 * Credentials from files, which a function in Lambda doesn't have: its own come from the environment, or from the
 * container's endpoint. Some 70 KB in every bundle that has an AWS client, among them what starts processes that a file
 * names. Each passes the question on to the next provider.
 *
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
 */
export const withoutCredentialFiles: Plugin = {
  name: 'without-credential-files',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-/ }, ({ path, importer }) =>
      path in fromFiles && importer.includes('credential-provider-node')
        ? { path, namespace: 'credential-files' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'credential-files' }, ({ path }) => ({
      contents: `export const ${fromFiles[path]} = () => async () => {
        throw Object.assign(new Error('${path} is not part of this bundle'), { name: 'CredentialsProviderError', tryNextLink: true });
      };`,
    }));
  },
};
