// Made from the contract by `npm run generate`; do not edit.

export { Auth } from './auth/auth.ts';
export type {
  Accepted,
  AuthAcceptInviteParams,
  AuthForgotPasswordParams,
  AuthLoginParams,
  AuthLogoutParams,
  AuthRefreshParams,
  AuthRegisterParams,
  AuthResetPasswordParams,
  Identity,
  Tokens,
} from './auth/auth.ts';
