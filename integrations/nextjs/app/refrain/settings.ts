/** The link's titles, by their names in the installation's `site.link`. */
const TITLES: Record<string, string> = {
  choices: 'Your Privacy Choices',
  do_not_sell: 'Do Not Sell or Share My Personal Information',
};

/**
 * Where the installation is: a host of the site's own. Read when a page is made: for one that is served to everybody that is
 * when the site is built, for any other at each request. So it must be set for both.
 */
export const installation = (): string => {
  const url = process.env.REFRAIN_URL;
  if (!url) throw new Error('REFRAIN_URL is not set');
  return url;
};

/** The title of the link: the one of the law's two that `site.link` of the installation has chosen. */
export const title = (): string => TITLES[process.env.REFRAIN_LINK ?? ''] ?? TITLES.choices!;
