import type { ComponentType } from 'react';

/** Pages that are open to whoever is not signed in. */
export const authRoutes: readonly { readonly path: string; readonly load: () => Promise<{ page: ComponentType }> }[] = [
  { path: '/sign-in', load: async () => ({ page: (await import('./sign-in.page.tsx')).SignInPage }) },
  { path: '/register', load: async () => ({ page: (await import('./register.page.tsx')).RegisterPage }) },
  { path: '/forgot-password', load: async () => ({ page: (await import('./forgot-password.page.tsx')).ForgotPasswordPage }) },
  { path: '/reset-password', load: async () => ({ page: (await import('./reset-password.page.tsx')).ResetPasswordPage }) },
  { path: '/accept-invite', load: async () => ({ page: (await import('./accept-invite.page.tsx')).AcceptInvitePage }) },
];
