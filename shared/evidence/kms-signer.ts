import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import type { GetPublicKeyCommandOutput, SignCommandOutput } from '@aws-sdk/client-kms';
import type { SdkClient } from '../aws/service.ts';
import type { Signer } from './signer.ts';

/**
 * Signs with an asymmetric KMS key (ECC_NIST_P256, SIGN_VERIFY); the private half never leaves KMS. Of a message KMS
 * takes no more than 4096 bytes, so it is given the digest.
 *
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 *
 * @param keyId id, ARN or alias
 */
export function kmsSigner(client: SdkClient, keyId: string): Signer {
  let known: ReturnType<Signer['key']> | undefined;
  return {
    async key() {
      known ??= kmsPublicKey(client, keyId);
      try {
        return await known;
      } catch (error) {
        known = undefined; // a warm Lambda must not remember a failure
        throw error;
      }
    },
    async sign(message) {
      const command = new SignCommand({
        KeyId: keyId,
        Message: createHash('sha256').update(message).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      const { Signature: signature } = (await client.send(command)) as SignCommandOutput;
      if (signature === undefined) throw new Error('KMS answered without a signature');
      return signature;
    },
  };
}

/** The public half of a KMS key, and the key's ARN. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html */
export async function kmsPublicKey(client: SdkClient, keyId: string): ReturnType<Signer['key']> {
  const answer = (await client.send(new GetPublicKeyCommand({ KeyId: keyId }))) as GetPublicKeyCommandOutput;
  const { KeyId: id, PublicKey: publicKey } = answer;
  if (id === undefined || publicKey === undefined) throw new Error('KMS answered without a public key');
  return { id, publicKey };
}
