/** Where the installation is: a host of the site's own. Read when a page is made, not when the site is built. */
export const installation = (): string => {
  const url = process.env.REFRAIN_URL;
  if (!url) throw new Error('REFRAIN_URL is not set');
  return url;
};
