import { ALWAYS_GRANTED, allow, anonymous, del, get, post, put } from '@tessera/webapi';
import { AdminSessionService } from './contract/admin-session.ts';

const known = allow(ALWAYS_GRANTED);
// Passwords must not lie in a queue, and a session is of this very moment.
const ours = { extension: true, synchronousOnly: true };

export const routes = [
  post('/V1/session', AdminSessionService.open, anonymous, ours),
  get('/V1/session', AdminSessionService.get, known, ours),
  del('/V1/session', AdminSessionService.close, known, ours),
  post('/V1/session/confirm', AdminSessionService.confirm, known, ours),
  put('/V1/session/password', AdminSessionService.changePassword, known, ours),
  get('/V1/sessions', AdminSessionService.getList, known, ours),
  del('/V1/sessions/:id', AdminSessionService.end, known, ours),
  del('/V1/sessions', AdminSessionService.endAll, known, ours),
];
