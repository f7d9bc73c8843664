import { implement } from '@tessera/webapi';
import { TokenManagement } from '../contract/token-management.ts';
import { reviewCredentials } from './credential-review.ts';
import { issueToken, listTokens, revokeToken, rotateToken, updateToken } from './tokens.ts';

export const tokenManagement = implement(TokenManagement, {
  getList: ({ id }, call) => listTokens(call, id),
  issue: ({ id, token }, call) => issueToken(call, id, token),
  update: ({ id, tokenId, token }, call) => updateToken(call, id, tokenId, token),
  revoke: ({ id, tokenId }, call) => revokeToken(call, id, tokenId),
  rotate: ({ id, tokenId, overlapSeconds }, call) => rotateToken(call, id, tokenId, overlapSeconds),
  review: ({ days }, call) => reviewCredentials(call, days),
});
