/**
 * Instance types with local NVMe storage, by family. Their volumes are encrypted by a hardware module
 * on the instance, whatever key the endpoint configuration names.
 *
 * Families with instance store volumes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/InstanceStorage.html
 * (the general rule is a `d` after the generation: m5d, c6gd, r7gd, p4d). Inferentia 2 (ml.inf2) has none.
 *
 * What CreateEndpointConfig says to a `KmsKeyId` for such types has changed. Until about 2023 AWS documented
 * that the call fails; today's API model says that the key "does not encrypt instance local storage" and
 * speaks of no failure. The account's state says which of the two applies; today's is the default.
 */
const withLocalStorage =
  /^ml\.(?:[cmr]\d+[a-z]*d[a-z]*|g4dn|g5|g6e?|gr6|p3dn|p4de?|p5(?:e|en)?|p6[a-z0-9-]*|i\d[a-z]*|trn1n?|trn2n?)\./;

export function hasLocalStorage(instanceType: string): boolean {
  return withLocalStorage.test(instanceType);
}
