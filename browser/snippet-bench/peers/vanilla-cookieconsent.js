import * as CookieConsent from 'vanilla-cookieconsent';
import 'vanilla-cookieconsent/dist/cookieconsent.css';

const buttons = { acceptAllBtn: 'OK', acceptNecessaryBtn: 'Opt out' };
CookieConsent.run({
  // A driven browser counts as a bot, to which it shows nothing: it would be measured doing nothing.
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: { title: 'Privacy', description: 'Do not sell or share my personal information', ...buttons, showPreferencesBtn: 'More' },
        preferencesModal: {
          title: 'Preferences', ...buttons, savePreferencesBtn: 'Save',
          sections: [{ title: 'Sale and sharing', linkedCategory: 'marketing' }],
        },
      },
    },
  },
  onConsent: ({ cookie }) => { navigator.sendBeacon('/opt-out', JSON.stringify(cookie)); },
});
