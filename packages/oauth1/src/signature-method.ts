import type { SignatureMethod } from './request.ts';

/** The signature methods that can be allowed. */
export const signatureMethods: readonly SignatureMethod[] = ['HMAC-SHA256', 'HMAC-SHA1'];

/** Whether a method is one of those allowed. Its name is compared with regard to case, as Magento does. */
export function isAllowedMethod(
  method: string | undefined,
  allowed: readonly SignatureMethod[] = signatureMethods,
): method is SignatureMethod {
  return (
    (signatureMethods as readonly (string | undefined)[]).includes(method) &&
    allowed.includes(method as SignatureMethod)
  );
}
