import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo } from '../api/client.ts';

export interface Setup {
  readonly secret: string;
  readonly uri: string;
}

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => getFrom<{ enrolled: boolean; recovery_codes: number }>('/V1/tfa/own', signal),
});
export const beginSecondFactor = (): Promise<Setup> => postTo('/V1/tfa/own');
export const activateSecondFactor = (otp: string): Promise<string[]> => postTo('/V1/tfa/own/activate', { otp });
export const renewRecoveryCodes = (): Promise<string[]> => postTo('/V1/tfa/own/recovery-codes');
export const removeSecondFactor = (): Promise<boolean> => deleteAt('/V1/tfa/own');
export const resetSecondFactor = (userId: number): Promise<boolean> => deleteAt(`/V1/tfa/users/${userId}`);
