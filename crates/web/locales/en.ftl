# The consumer's pages in English.
# Keys that begin with "statute-" are fixed by law or by a regulator's example: they are the same, in
# English, in every language. The "gloss-" of the same name is their translation, empty in English.

language-name = English

## Titles fixed by law

statute-choices = Your Privacy Choices
gloss-choices = { "" }
statute-do-not-sell = Do Not Sell or Share My Personal Information
gloss-do-not-sell = { "" }
statute-limit = Limit the Use of My Sensitive Personal Information
gloss-limit = { "" }
statute-honored = Opt-Out Request Honored
gloss-honored = { "" }

## Around every page

page-title = { $page } · { $business }
page-title-mend = Something to mend · { $page } · { $business }
skip = Skip to the page itself
footer-policy = Privacy policy
footer-questions = Questions:
footer-page = Write to us
footer-language = Language
icon-alt = California Consumer Privacy Act (CCPA) Opt-Out Icon

## Dates, numbers, lists

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
moment = { $time } UTC, { $date }
number-group = ,
list-pair = { $first } and { $last }
list-more = { $first }, { $rest }

## What selling and sharing mean here

opening =
    { $count ->
        [one] Selling and sharing mean here that we give { $trade ->
            [advertising] an advertising company
           *[other] another company
        }, { $names }, information such as { $data }, for money or so that it can show you ads elsewhere.
       *[other] Selling and sharing mean here that we give { $trade ->
            [advertising] { $count } advertising companies
           *[other] { $count } other companies
        }, among them { $names }, information such as { $data }, for money or so that they can show you ads elsewhere.
    }
opening-none = Selling and sharing mean giving information about you to other companies for money, or so that they can show you ads elsewhere. We do neither today. Your choice is kept all the same.
recipients-see =
    { $count ->
        [one] See which company, and what it gets
       *[other] See which { $count } companies, and what they get
    }

trade-advertising = advertising
trade-data-broker = data broker
trade-social-network = social network
trade-measurement = measurement
trade-other = other company

data-browsing = the pages you view
data-purchases = what you buy
data-email = your e-mail address in scrambled form
data-phone = your phone number in scrambled form
data-advertising-id = your device’s advertising id
data-location = roughly where you are
data-demographics = your age group and household

## The state of things

status-label = Where things stand
status-open-title = You have not opted out.
status-open-detail = We may sell or share information about you. One press below ends that.
status-out-title = You are opted out. We do not sell or share your information.
status-honored-detail = Your browser asks us not to sell or share your information. We don’t.
status-honored-rest = There is nothing you need to do.
status-since = In force { $scope } since { $moment }.
status-stands = In force { $scope }.
status-browser-only = On another browser or device, press there too.
scope-browser = for this browser
scope-identifier = for { $identifier }
scope-both = for this browser and for { $identifier }
processed = Processed
processed-limit = Processed at { $moment }: we now use your sensitive information only for what you ask of us.
processed-opt-in = Processed at { $moment }: you have opted back in. You can opt out again at any time, with one press.
processed-agent = Processed at { $moment }: we do not sell or share information about { $identifier }, as { $agent } asked for them.
status-agent-rest = What follows is about this browser only.
receipt-link = Your receipt: watch each company confirm
receipt-link-other = The receipt for this request

loyalty-title = You are also a member of { $programme }.
loyalty-detail = Membership depends on sharing information about you. Your opt-out stands for this browser whatever you answer, and whether or not you answer.
loyalty-leave = Leave { $programme } as well
loyalty-stay = Stay a member

## When something typed cannot be used

mend-title = Something could not be used
mend-browser = Your opt-out for this browser is recorded and in force. Nothing was lost.
mend-agent = Nothing is recorded for that person yet. What you typed is still there.
mend-not-identifier = This does not look like an e-mail address, a phone number or an advertising id. For example: ada@example.com, or +1 415 555 0142.
mend-too-long = This is too long. Please use at most { $most } characters.
mend-field = { $label }: { $problem }
mend-missing = Please fill this in.
mend-permission = Tick this if the person signed a permission for you. Without it we cannot act for them.

## The controls

control-hint = One press and it is done. No account, no e-mail, no questions.
offline-summary = Also cover what we hold offline
offline-detail = In shops, by post or on the phone we may know you by something other than this browser. Give one of these and your opt-out covers that too.
identifier-label = E-mail address, phone number or advertising id
identifier-optional = (if you like)
identifier-purpose = Used only to honor this request.
identifier-help = Where do I find my device’s advertising id?
identifier-help-android = Android: Settings, then Privacy, then Ads. The id is the long code at the foot of that page.
identifier-help-iphone = iPhone and iPad: Settings does not show it. An app that displays the “IDFA” can; and if “Allow Apps to Request to Track” is off under Settings, Privacy & Security, Tracking, apps get none.
offline-submit = Opt out, here and offline
offline-submit-more = Cover this too
limit-detail = Sensitive information is, for example, exactly where you are, your health, or what you write in messages. Press, and we use it only for what you ask of us.
limit-done = We use your sensitive information only for what you ask of us, since { $moment }.
limit-stands = We use your sensitive information only for what you ask of us.
agent-summary = I am acting for somebody else
agent-detail = You need that person’s signed permission. We ask for nothing else, and do not ask them to confirm it.
agent-name = Your name, or your organization’s
agent-person = The person’s e-mail address, phone number or advertising id
agent-permission = I hold this person’s signed permission to opt out for them
agent-submit = Opt this person out

## What happens next

next-title = What happens next
next-site = This site
next-site-before = Selling and sharing stop the moment you press.
next-site-after = Stopped now.
next-partners = Our partners
next-partners-before = We begin telling them at once, as a rule within minutes; by law, they must know by { $date }.
next-partners-after = We began telling them at once; by law, they must know by { $date }.
next-partners-signal = They get nothing from this browser while it sends the signal.
next-receipt = Your receipt
next-receipt-before = You get one at once, and can watch each company confirm on it.
next-receipt-after = You can watch each company confirm on it.

## Opting back in, in two acts

back-title = The way back
back-detail = You can let us sell and share your information again. That takes this step and one more.
back-submit = Opt back in
confirm-title = Opt back in?
confirm-now = You are opted out now, and nothing has changed yet.
confirm-means = If you confirm, we may again give information such as { $data } to { $count ->
        [one] { $names }
       *[other] { $count } companies, among them { $names }
    }, for money or for ads elsewhere.
confirm-means-none = If you confirm, we may sell or share information about you again.
confirm-close = If you close this page, you stay opted out.
confirm-stay = Stay opted out
confirm-submit = Opt back in

## The receipt

receipt-title = Receipt
receipt-in-force = In force since { $moment }.
receipt-asked = What was asked
receipt-act = Request
receipt-purposes = Covers
receipt-for = For
receipt-channel = Made
act-opt-out = to opt out of the sale and sharing of personal information
act-limit = to limit the use of sensitive personal information
act-opt-in = to opt back in, confirmed in a second act
purpose-sale = sale: giving information away for money or anything of value
purpose-sharing = sharing: giving it to others for advertising across sites and apps
purpose-targeted-advertising = targeted advertising: ads chosen from what you do on other sites and apps
purpose-profiling = profiling: judging a person automatically where much hangs on it
purpose-sensitive = sensitive information: any use beyond what was asked for
covered-browser = one browser
covered-email = one e-mail address
covered-phone = one phone number
covered-advertising-id = one advertising id
covered-account = one account
channel-page = on the privacy choices page
channel-signal = by a signal that the browser sends
channel-agent = by an authorized agent
channel-phone = on the phone
channel-in-person = in person
channel-link = through an earlier choice that you made under another name
channel-post = by post
channel-email = by e-mail
channel-interface = by another system, through our interface
channel-carried = long ago: the record of the request was erased after its retention, and what stands of it was carried forward
receipt-who = Who has been told
receipt-nobody = Nobody received this information, so there is nobody to tell.
receipt-got = got { $data }
receipt-got-nothing = got nothing since the request
progress-told = told
progress-confirmed = confirmed
progress-verified = verified
progress-waiting = waiting
progress-person = being handled by a person
progress-none = not applicable
progress-day = { $date }
progress-by = by { $date } at the latest
progress-none-detail = holds nothing about this person
receipt-as-of = As things stood at { $moment }.
receipt-again = Look again
receipt-words = What these words mean
words-told = Our message arrived there.
words-confirmed = They answered that it is done.
words-verified = We looked for ourselves, and it is done.
words-waiting = Not done there yet; we keep trying, and the date is the law’s limit.
words-person = No machine can do it there, so somebody here is doing it by hand.
receipt-code = The short code
receipt-code-detail = Read it over the phone to { $business }, and they will find this receipt.
proof-title = Keep this proof
proof-download = Download the proof
proof-size = one small text file
proof-what = It proves that this request was written into { $business }’s log, at the place named below. If anybody ever changes, moves or removes the entry, this file shows it.
proof-check = Anyone can check it on their own computer, without { $business } and without this page:
proof-log = Log
proof-entry = Entry
proof-of = { $entry } of { $size }
proof-soon = The proof is being written and is here in a second or two.

## Problems

problem-stands = Whatever you chose on this browser before still stands. Nothing was lost.
problem-back = To your privacy choices
problem-not-found-title = There is no page here.
problem-not-found-detail = The address may have been cut short or mistyped.
problem-receipt-title = There is no receipt with this code.
problem-receipt-detail = Codes have sixteen letters and digits, in four groups. Compare yours with what was read out or written down.
problem-erased-title = The record of this request was erased.
problem-erased-detail = Its retention was over. What was chosen is still in force, and a receipt you saved can still be verified.
problem-busy-title = Too many requests came from your network at once.
problem-busy-detail =
    { $seconds ->
        [one] Please try again in { $seconds } second.
       *[other] Please try again in { $seconds } seconds.
    }
problem-stale-title = This step was open for too long.
problem-stale-detail = Nothing has changed. To opt back in, begin again from your privacy choices.
problem-unreadable-title = What was sent could not be read.
problem-unreadable-detail = Please go back to the page and press the button again.
problem-unavailable-title = This could not be recorded just now.
problem-unavailable-detail = The trouble is ours. Please press the button again in a minute.
