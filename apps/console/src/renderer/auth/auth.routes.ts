import type { ComponentType } from 'react';
import type { OperationName } from '../api/operations.ts';

/** A page that is open to whoever is not signed in. */
interface AuthRoute {
  readonly path: string;
  readonly load: () => Promise<{ page: ComponentType }>;
  readonly operations: readonly OperationName[];
}

/** Pages that are open to whoever is not signed in. */
export const authRoutes: readonly AuthRoute[] = [
  {
    path: '/sign-in',
    load: async () => ({ page: (await import('./sign-in.page.tsx')).SignInPage }),
    operations: ['auth.login', 'auth.refresh'],
  },
  {
    path: '/register',
    load: async () => ({ page: (await import('./register.page.tsx')).RegisterPage }),
    operations: ['auth.register'],
  },
  {
    path: '/forgot-password',
    load: async () => ({ page: (await import('./forgot-password.page.tsx')).ForgotPasswordPage }),
    operations: ['auth.forgotPassword'],
  },
  {
    path: '/reset-password',
    load: async () => ({ page: (await import('./reset-password.page.tsx')).ResetPasswordPage }),
    operations: ['auth.resetPassword'],
  },
  {
    path: '/accept-invite',
    load: async () => ({ page: (await import('./accept-invite.page.tsx')).AcceptInvitePage }),
    operations: ['auth.acceptInvite'],
  },
];
