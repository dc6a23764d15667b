/** How the ads and the metrics document answer a sign-in: the tokens alone, in no envelope. */
export const signedIn = {
  isBare: true,
  status: 200,
  shape: { only: ['access_token', 'refresh_token', 'token_type', 'expires_in'] },
} as const;
