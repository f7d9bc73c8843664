/** Magento's user types, as they stand in the JWT claim `utypid` and in bulk records. */
export const USER_TYPE = Object.freeze({ integration: 1, admin: 2, customer: 3, guest: 4 });
export type CallerKind = keyof typeof USER_TYPE;

/** What a role or integration was granted: everything, or exactly the listed resources (no inheritance). */
export type Grants = { readonly all: true } | { readonly all: false; readonly resources: ReadonlySet<string> };
export const ALL_GRANTS: Grants = Object.freeze({ all: true });
export const grantsOf = (resources: Iterable<string>): Grants =>
  Object.freeze({ all: false, resources: new Set(resources) });

/** How the caller proved who it is. */
export type Proof = 'none' | 'token' | 'session' | 'signature' | 'integration-token';

export interface Guest {
  readonly kind: 'guest';
  readonly proof: 'none';
}
export interface CustomerCaller {
  readonly kind: 'customer';
  readonly id: number;
  readonly websiteId: number;
  readonly storeId: number;
  readonly groupId: number;
  readonly proof: Proof;
}
export interface AdminCaller {
  readonly kind: 'admin';
  readonly id: number;
  readonly username: string;
  readonly roleId: number | null;
  readonly grants: Grants;
  readonly proof: Proof;
  /** Of a session: epoch seconds when the password was last confirmed. */
  readonly confirmedAt?: number;
  readonly sessionId?: string;
}
/** What an access token can be limited to, beside reading. */
export type TokenLimit = 'addresses' | 'stores';
export interface IntegrationCaller {
  readonly kind: 'integration';
  readonly id: number;
  readonly name: string;
  readonly consumerId: number;
  readonly grants: Grants;
  readonly proof: Proof;
  readonly tokenId?: number;
  /** Absent where its token is not limited. */
  readonly limitedTo?: readonly TokenLimit[];
  /** Calls that it may make in a period, where it has a limit of its own; 0 for any number. */
  readonly rateLimit?: number;
}
export type Caller = Guest | CustomerCaller | AdminCaller | IntegrationCaller;
export const GUEST: Guest = Object.freeze({ kind: 'guest', proof: 'none' });

/** Whether anybody can become such a caller: a guest, or a customer by registering. */
export const isPublic = ({ kind }: Caller): boolean => kind === 'guest' || kind === 'customer';
