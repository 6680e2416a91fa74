import * as klaro from 'klaro/dist/klaro-no-translations-no-css';

klaro.setup({
  version: 1,
  elementID: 'choices',
  storageMethod: 'cookie',
  translations: { zz: { privacyPolicyUrl: '/privacy' } },
  services: [{ name: 'ads', purposes: ['advertising'] }],
});
