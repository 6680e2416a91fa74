___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Refrain",
  "categories": ["TAG_MANAGEMENT", "UTILITY"],
  "brand": {
    "id": "brand_refrain",
    "displayName": "Refrain"
  },
  "description": "Tells the tags of this container whether the person has opted out of sale and sharing. Fire it on Consent Initialization - All Pages.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "TEXT",
    "name": "url",
    "displayName": "Address of the installation",
    "simpleValueType": true,
    "valueHint": "https://privacy.shop.example",
    "help": "The line in the page's own head is better: this tag runs after what stands in the page. Where the line is there, this tag finds it and loads nothing.",
    "valueValidators": [
      {
        "type": "REGEX",
        "args": ["^https://[^/]+$"],
        "errorMessage": "https:// and a host, without a slash at the end."
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "wait",
    "displayName": "How long Google's tags wait for the answer, in milliseconds",
    "simpleValueType": true,
    "defaultValue": 500,
    "help": "After that they run as for a person who has opted out.",
    "valueValidators": [{ "type": "NON_NEGATIVE_NUMBER" }]
  },
  {
    "type": "CHECKBOX",
    "name": "isDenyOnly",
    "checkboxText": "Another tool asks for consent too: only ever deny, and leave granting to it",
    "simpleValueType": true
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const addConsentListener = require('addConsentListener');
const callInWindow = require('callInWindow');
const copyFromWindow = require('copyFromWindow');
const createQueue = require('createQueue');
const gtagSet = require('gtagSet');
const injectScript = require('injectScript');
const makeNumber = require('makeNumber');
const setDefaultConsentState = require('setDefaultConsentState');
const updateConsentState = require('updateConsentState');

/** Google's words for what may be done. Measuring for the business itself is not sharing, and is left alone. */
const TYPES = ['ad_storage', 'ad_user_data', 'ad_personalization'];
const push = createQueue('dataLayer');
let sharing = 'allowed';
let wasDenied = false;
/** What another tool granted while nobody knew yet; it is given back if nobody has said no. */
let overruled;

const all = (word) => ({ ad_storage: word, ad_user_data: word, ad_personalization: word });

const restrict = (isRestricted) => gtagSet({
  ads_data_redaction: isRestricted,
  restricted_data_processing: isRestricted,
  allow_google_signals: !isRestricted,
  allow_ad_personalization_signals: !isRestricted
});

/** Beside another tool nothing is said that only we could take back: before it is known, the consent state alone is denied. */
const restrictTags = () => {
  if (sharing === 'denied' || !data.isDenyOnly) restrict(true);
};

/** Another tool's word that comes after ours would be the last: it does not know what the person said here. */
const denyAgain = (type, isGranted) => {
  if (!isGranted || sharing === 'allowed') return;
  const again = {};
  again[type] = 'denied';
  updateConsentState(again);
  if (sharing === 'denied') return;
  overruled = overruled || {};
  overruled[type] = 'granted';
};

/** Grants only what was denied here before; where that is another tool's to say, only what it has said itself. */
const allow = () => {
  if (!data.isDenyOnly) {
    restrict(false);
    updateConsentState(all('granted'));
  } else if (overruled) {
    updateConsentState(overruled);
  }
  overruled = undefined;
};

const deny = () => {
  wasDenied = true;
  // A no overrules what was granted before it for good.
  if (sharing === 'denied') overruled = undefined;
  restrictTags();
  updateConsentState(all('denied'));
};

const follow = (status) => {
  sharing = status.sharing;
  if (sharing !== 'allowed') deny();
  else if (wasDenied) allow();
  // What tags that know nothing of Google's words are triggered by.
  push({ event: 'refrain_choice', refrain_sharing: sharing });
};

const finish = () => {
  if (!copyFromWindow('refrain')) {
    data.gtmOnFailure();
    return;
  }
  callInWindow('refrain.watch', follow);
  data.gtmOnSuccess();
};

TYPES.forEach((type) => addConsentListener(type, denyAgain));
if (copyFromWindow('refrain')) {
  finish();
} else {
  // Nobody knows yet, and if nobody ever answers, this is what stands.
  const unknown = all('denied');
  unknown.wait_for_update = makeNumber(data.wait);
  setDefaultConsentState(unknown);
  sharing = 'waiting';
  wasDenied = true;
  restrictTags();
  const address = data.url + '/refrain.js';
  injectScript(address, finish, data.gtmOnFailure, address);
}


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": { "publicId": "access_consent", "versionId": "1" },
      "param": [
        {
          "key": "consentTypes",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [{ "type": 1, "string": "consentType" }, { "type": 1, "string": "read" }, { "type": 1, "string": "write" }],
                "mapValue": [{ "type": 1, "string": "ad_storage" }, { "type": 8, "boolean": true }, { "type": 8, "boolean": true }]
              },
              {
                "type": 3,
                "mapKey": [{ "type": 1, "string": "consentType" }, { "type": 1, "string": "read" }, { "type": 1, "string": "write" }],
                "mapValue": [{ "type": 1, "string": "ad_user_data" }, { "type": 8, "boolean": true }, { "type": 8, "boolean": true }]
              },
              {
                "type": 3,
                "mapKey": [{ "type": 1, "string": "consentType" }, { "type": 1, "string": "read" }, { "type": 1, "string": "write" }],
                "mapValue": [{ "type": 1, "string": "ad_personalization" }, { "type": 8, "boolean": true }, { "type": 8, "boolean": true }]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "access_globals", "versionId": "1" },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [{ "type": 1, "string": "key" }, { "type": 1, "string": "read" }, { "type": 1, "string": "write" }, { "type": 1, "string": "execute" }],
                "mapValue": [{ "type": 1, "string": "refrain" }, { "type": 8, "boolean": true }, { "type": 8, "boolean": false }, { "type": 8, "boolean": false }]
              },
              {
                "type": 3,
                "mapKey": [{ "type": 1, "string": "key" }, { "type": 1, "string": "read" }, { "type": 1, "string": "write" }, { "type": 1, "string": "execute" }],
                "mapValue": [{ "type": 1, "string": "refrain.watch" }, { "type": 8, "boolean": false }, { "type": 8, "boolean": false }, { "type": 8, "boolean": true }]
              },
              {
                "type": 3,
                "mapKey": [{ "type": 1, "string": "key" }, { "type": 1, "string": "read" }, { "type": 1, "string": "write" }, { "type": 1, "string": "execute" }],
                "mapValue": [{ "type": 1, "string": "dataLayer" }, { "type": 8, "boolean": true }, { "type": 8, "boolean": true }, { "type": 8, "boolean": false }]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "inject_script", "versionId": "1" },
      "param": [
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [
              { "type": 1, "string": "https://*/refrain.js" }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "write_data_layer", "versionId": "1" },
      "param": [
        {
          "key": "keyPatterns",
          "value": {
            "type": 2,
            "listItem": [
              { "type": 1, "string": "ads_data_redaction" },
              { "type": 1, "string": "restricted_data_processing" },
              { "type": 1, "string": "allow_google_signals" },
              { "type": 1, "string": "allow_ad_personalization_signals" }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: Where the line stands in the head, nothing is loaded and nothing is said of a person who has not opted out
  code: |-
    person('allowed');
    runCode(settings);
    assertApi('injectScript').wasNotCalled();
    assertApi('setDefaultConsentState').wasNotCalled();
    assertApi('updateConsentState').wasNotCalled();
    assertApi('gtagSet').wasNotCalled();
    assertThat(pushed).isEqualTo([{event: 'refrain_choice', refrain_sharing: 'allowed'}]);
    assertApi('gtmOnSuccess').wasCalled();
- name: An opt-out is said in all of Google's words
  code: |-
    person('denied');
    runCode(settings);
    assertApi('updateConsentState').wasCalledWith(denied);
    assertApi('gtagSet').wasCalledWith(restricted);
    assertThat(pushed).isEqualTo([{event: 'refrain_choice', refrain_sharing: 'denied'}]);
- name: An account that is waited for is held
  code: |-
    person('waiting');
    runCode(settings);
    assertApi('updateConsentState').wasCalledWith(denied);
- name: What was denied is granted again, and an opt-out on the page is followed
  code: |-
    person('denied');
    runCode(settings);
    change({sharing: 'allowed'});
    assertThat(said).isEqualTo([denied, granted]);
    assertThat(set).isEqualTo([restricted, {ads_data_redaction: false, restricted_data_processing: false, allow_google_signals: true, allow_ad_personalization_signals: true}]);
    change({sharing: 'denied'});
    assertThat(said).isEqualTo([denied, granted, denied]);
- name: Beside another tool it only denies
  code: |-
    person('denied');
    settings.isDenyOnly = true;
    runCode(settings);
    assertApi('gtagSet').wasCalledWith(restricted);
    change({sharing: 'allowed'});
    assertThat(said).isEqualTo([denied]);
    assertThat(set).isEqualTo([restricted]);
- name: What another tool grants after an opt-out is denied again, and not given back
  code: |-
    person('denied');
    settings.isDenyOnly = true;
    runCode(settings);
    listeners.ad_user_data('ad_user_data', true);
    listeners.ad_user_data('ad_user_data', false);
    assertThat(said).isEqualTo([denied, {ad_user_data: 'denied'}]);
    change({sharing: 'allowed'});
    assertThat(said).isEqualTo([denied, {ad_user_data: 'denied'}]);
- name: What another tool grants before the answer waits for it, and nothing else is granted
  code: |-
    person('waiting');
    settings.isDenyOnly = true;
    runCode(settings);
    listeners.ad_storage('ad_storage', true);
    assertThat(said).isEqualTo([denied, {ad_storage: 'denied'}]);
    change({sharing: 'allowed'});
    assertThat(said).isEqualTo([denied, {ad_storage: 'denied'}, {ad_storage: 'granted'}]);
    assertApi('gtagSet').wasNotCalled();
- name: What another tool grants before an opt-out is heard of is not given back
  code: |-
    person('waiting');
    settings.isDenyOnly = true;
    runCode(settings);
    listeners.ad_storage('ad_storage', true);
    change({sharing: 'denied'});
    change({sharing: 'allowed'});
    assertThat(said).isEqualTo([denied, {ad_storage: 'denied'}, denied]);
- name: Where there is no opt-out, another tool's word stands
  code: |-
    person('allowed');
    runCode(settings);
    listeners.ad_personalization('ad_personalization', true);
    assertApi('updateConsentState').wasNotCalled();
- name: Beside another tool and without the line, the consent state alone waits for the answer
  code: |-
    settings.isDenyOnly = true;
    mock('injectScript', (address, success) => {
      listeners.ad_storage('ad_storage', true);
      assertThat(said).isEqualTo([{ad_storage: 'denied'}]);
      person('allowed');
      success();
    });
    runCode(settings);
    assertApi('setDefaultConsentState').wasCalled();
    assertThat(said).isEqualTo([{ad_storage: 'denied'}, {ad_storage: 'granted'}]);
    assertApi('gtagSet').wasNotCalled();
- name: Without the line it denies, loads, and then grants
  code: |-
    mock('injectScript', (address, success) => {
      assertApi('setDefaultConsentState').wasCalledWith({ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', wait_for_update: 500});
      assertThat(address).isEqualTo('https://privacy.shop.example/refrain.js');
      person('allowed');
      success();
    });
    runCode(settings);
    assertThat(said).isEqualTo([granted]);
    assertApi('gtmOnSuccess').wasCalled();
- name: Where nobody answers it stays denied
  code: |-
    mock('injectScript', (address, success, failure) => failure());
    runCode(settings);
    assertApi('setDefaultConsentState').wasCalled();
    assertApi('gtagSet').wasCalledWith(restricted);
    assertApi('updateConsentState').wasNotCalled();
    assertApi('gtmOnFailure').wasCalled();
- name: Where something else answers it stays denied
  code: |-
    mock('injectScript', (address, success) => success());
    runCode(settings);
    assertApi('updateConsentState').wasNotCalled();
    assertApi('gtmOnFailure').wasCalled();
    assertApi('gtmOnSuccess').wasNotCalled();
setup: |-
  const settings = {url: 'https://privacy.shop.example', wait: '500', isDenyOnly: false};
  const denied = {ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied'};
  const granted = {ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted'};
  const restricted = {ads_data_redaction: true, restricted_data_processing: true, allow_google_signals: false, allow_ad_personalization_signals: false};
  const said = [];
  const set = [];
  const pushed = [];
  const listeners = {};
  let change;
  let refrain;

  /** Makes the page one that has the line, with this standing. */
  const person = (sharing) => {
    refrain = {sharing: sharing};
  };

  mock('copyFromWindow', () => refrain);
  mock('callInWindow', (name, watcher) => {
    assertThat(name).isEqualTo('refrain.watch');
    change = watcher;
    watcher({sharing: refrain.sharing});
  });
  mock('createQueue', () => (item) => {
    pushed.push(item);
  });
  mock('updateConsentState', (state) => {
    said.push(state);
  });
  mock('gtagSet', (values) => {
    set.push(values);
  });
  mock('addConsentListener', (type, listener) => {
    listeners[type] = listener;
  });


___NOTES___

A tag manager runs after what stands in the page itself, and what it loads comes later still. Tags in the page, and tags of this
container that do not go by Google's consent state, may run before the answer: put the line into the head, or trigger them on
the event refrain_choice with refrain_sharing equal to allowed. This tag cannot say who is logged in.
