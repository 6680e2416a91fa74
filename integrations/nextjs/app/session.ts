import { cookies } from 'next/headers';

/** Who is logged in. Put the site's own session here: a cookie that anybody can write proves nothing. */
export async function signedIn(): Promise<string | undefined> {
  const session = (await cookies()).get('session')?.value;
  return session === 'example-of-ada' ? 'ada-17' : undefined;
}
