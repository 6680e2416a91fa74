# The consumer's pages in Arabic.
# Keys that begin with "statute-" are the titles fixed by law and stay in English; "gloss-" is their translation.
# What stands in for a variable is isolated by itself. Two marks help where that is not enough: U+200F makes
# a message run right to left that has no letter of its own, U+2066 to U+2069 enclose a number with spaces.

language-name = العربية

## Titles fixed by law

statute-choices = Your Privacy Choices
gloss-choices = خيارات الخصوصية الخاصة بك
statute-do-not-sell = Do Not Sell or Share My Personal Information
gloss-do-not-sell = عدم بيع معلوماتي الشخصية أو مشاركتها
statute-limit = Limit the Use of My Sensitive Personal Information
gloss-limit = تقييد استخدام معلوماتي الشخصية الحساسة
statute-honored = Opt-Out Request Honored
gloss-honored = تم تنفيذ طلبك بعدم البيع والمشاركة

## Around every page

page-title = { $page } · { $business }
page-title-mend = يوجد ما يحتاج إلى تصحيح · { $page } · { $business }
skip = انتقل إلى محتوى الصفحة
footer-policy = سياسة الخصوصية
footer-questions = للأسئلة:
footer-page = راسلنا
footer-language = اللغة
icon-alt = رمز رفض البيع والمشاركة وفق قانون خصوصية المستهلك في كاليفورنيا (CCPA)

## Dates, numbers, lists

month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
date = { "\u200F" }{ $day } { $month } { $year }
moment = { $date }، الساعة { $time } بتوقيت UTC
number-group = ,
list-pair = { $first } و{ $last }
list-more = { $first } و{ $rest }

## What selling and sharing mean here

opening =
    { $count ->
        [one] المقصود بالبيع والمشاركة هنا أننا نعطي { $trade ->
            [advertising] شركة إعلانات
           *[other] شركة أخرى
        }، هي { $names }، معلومات مثل { $data }، مقابل المال أو لتعرض عليك إعلانات في أماكن أخرى.
        [two] المقصود بالبيع والمشاركة هنا أننا نعطي { $trade ->
            [advertising] شركتي إعلانات
           *[other] شركتين أخريين
        }، هما { $names }، معلومات مثل { $data }، مقابل المال أو لتعرضا عليك إعلانات في أماكن أخرى.
        [few] المقصود بالبيع والمشاركة هنا أننا نعطي { $trade ->
            [advertising] { $count } شركات إعلانات
           *[other] { $count } شركات أخرى
        }، منها { $names }، معلومات مثل { $data }، مقابل المال أو لتعرض عليك إعلانات في أماكن أخرى.
       *[other] المقصود بالبيع والمشاركة هنا أننا نعطي { $trade ->
            [advertising] { $count } شركة إعلانات
           *[other] { $count } شركة أخرى
        }، منها { $names }، معلومات مثل { $data }، مقابل المال أو لتعرض عليك إعلانات في أماكن أخرى.
    }
opening-none = البيع والمشاركة يعنيان إعطاء معلومات عنك لشركات أخرى مقابل المال، أو لتعرض عليك إعلانات في أماكن أخرى. ونحن اليوم لا نبيع ولا نشارك، ومع ذلك نحفظ اختيارك.
recipients-see =
    { $count ->
        [one] اطّلع على هذه الشركة وما تحصل عليه
        [two] اطّلع على الشركتين وما تحصلان عليه
       *[other] اطّلع على الشركات الـ{ $count } وما تحصل عليه
    }

trade-advertising = إعلانات
trade-data-broker = تجارة البيانات
trade-social-network = شبكة تواصل اجتماعي
trade-measurement = قياس الإعلانات
trade-other = شركة أخرى

data-browsing = الصفحات التي تشاهدها
data-purchases = مشترياتك
data-email = عنوان بريدك الإلكتروني بصيغة مرمّزة
data-phone = رقم هاتفك بصيغة مرمّزة
data-advertising-id = معرّف الإعلانات في جهازك
data-location = مكانك على وجه التقريب
data-demographics = فئتك العمرية وأسرتك

## The state of things

status-label = الوضع الحالي
status-open-title = لم تطلب منا عدم البيع والمشاركة.
status-open-detail = يجوز لنا بيع معلومات عنك أو مشاركتها. ضغطة واحدة أدناه تُنهي ذلك.
status-out-title = نحن لا نبيع معلوماتك ولا نشاركها، كما طلبت.
status-honored-detail = يطلب منا متصفحك ألا نبيع معلوماتك أو نشاركها. ونحن لا نفعل ذلك.
status-honored-rest = ولا يلزمك فعل أي شيء.
status-since = سارٍ { $scope } منذ { $moment }.
status-stands = سارٍ { $scope }.
status-browser-only = على متصفح أو جهاز آخر، اضغط هناك أيضًا.
scope-browser = على هذا المتصفح
scope-identifier = على { $identifier }
scope-both = على هذا المتصفح وعلى { $identifier }
processed = تم التنفيذ
processed-limit = تم التنفيذ في { $moment }: لم نعد نستخدم معلوماتك الحساسة إلا فيما تطلبه منا.
processed-opt-in = تم التنفيذ في { $moment }: سمحت بالبيع والمشاركة مجددًا. ويمكنك أن تطلب عدم البيع والمشاركة مرة أخرى في أي وقت، بضغطة واحدة.
processed-agent = تم التنفيذ في { $moment }: لا نبيع معلومات صاحب { $identifier } ولا نشاركها، بناءً على طلب { $agent } نيابةً عنه.
status-agent-rest = ما يلي يخص هذا المتصفح وحده.
receipt-link = إيصالك: تابع تأكيد كل شركة
receipt-link-other = إيصال هذا الطلب

loyalty-title = أنت أيضًا عضو في { $programme }.
loyalty-detail = تقوم العضوية على مشاركة معلومات عنك. وأيًّا كان جوابك، وحتى إن لم تُجب، يبقى طلبك بعدم البيع والمشاركة ساريًا على هذا المتصفح.
loyalty-leave = مغادرة { $programme } أيضًا
loyalty-stay = البقاء عضوًا

## When something typed cannot be used

mend-title = هناك ما لم نتمكن من استخدامه
mend-browser = طلبك بعدم البيع والمشاركة مسجّل وسارٍ على هذا المتصفح. لم يُفقد شيء.
mend-agent = لم يُسجَّل شيء لهذا الشخص بعد. وما كتبته لا يزال في مكانه.
mend-not-identifier = لا يبدو هذا عنوان بريد إلكتروني ولا رقم هاتف ولا معرّف إعلانات. على سبيل المثال: ada@example.com أو { "\u2066" }+1 415 555 0142{ "\u2069" }.
mend-too-long = هذا أطول من اللازم. نرجو ألا يتجاوز { $most } حرفًا.
mend-field = { $label }: { $problem }
mend-missing = نرجو ملء هذه الخانة.
mend-permission = ضع علامة هنا إن كان هذا الشخص قد وقّع لك تفويضًا. فمن دونه لا يمكننا التصرف نيابةً عنه.

## The controls

control-hint = ضغطة واحدة وينتهي الأمر. بلا حساب، ولا بريد إلكتروني، ولا أسئلة.
offline-summary = شمول ما نحتفظ به خارج الإنترنت أيضًا
offline-detail = في المتاجر أو بالبريد أو على الهاتف، قد نعرفك بشيء غير هذا المتصفح. اكتب واحدًا مما يلي ليشمل طلبك ذلك أيضًا.
identifier-label = عنوان البريد الإلكتروني أو رقم الهاتف أو معرّف الإعلانات
identifier-optional = (إن شئت)
identifier-purpose = يُستخدم فقط لتنفيذ هذا الطلب.
identifier-help = أين أجد معرّف الإعلانات في جهازي؟
identifier-help-android = أندرويد: الإعدادات، ثم الخصوصية، ثم الإعلانات. المعرّف هو الرمز الطويل في أسفل تلك الصفحة.
identifier-help-iphone = آيفون وآيباد: لا يظهر المعرّف في الإعدادات. يمكن أن يعرضه تطبيق يُظهر «IDFA»؛ وإذا كان «السماح للتطبيقات بطلب التتبع» غير مفعّل في الإعدادات، ثم الخصوصية والأمن، ثم التتبع، فلا يحصل عليه أي تطبيق.
offline-submit = عدم البيع والمشاركة، هنا وخارج الإنترنت
offline-submit-more = شمول هذا أيضًا
limit-detail = من المعلومات الحساسة مثلًا مكانك بالتحديد، أو صحتك، أو ما تكتبه في رسائلك. اضغط، فلا نستخدمها إلا فيما تطلبه منا.
limit-done = لا نستخدم معلوماتك الحساسة إلا فيما تطلبه منا، منذ { $moment }.
limit-stands = لا نستخدم معلوماتك الحساسة إلا فيما تطلبه منا.
agent-summary = أتصرف نيابةً عن شخص آخر
agent-detail = يلزمك تفويض موقّع من هذا الشخص. لا نطلب غير ذلك، ولا نطلب منه أن يؤكده.
agent-name = اسمك أو اسم مؤسستك
agent-person = عنوان البريد الإلكتروني لهذا الشخص أو رقم هاتفه أو معرّف الإعلانات في جهازه
agent-permission = لديّ تفويض موقّع من هذا الشخص بأن أطلب عدم البيع والمشاركة نيابةً عنه
agent-submit = طلب عدم البيع والمشاركة لهذا الشخص

## What happens next

next-title = ما الذي يحدث بعد ذلك
next-site = هذا الموقع
next-site-before = يتوقف البيع والمشاركة بمجرد أن تضغط.
next-site-after = توقف البيع والمشاركة الآن.
next-partners = شركاؤنا
next-partners-before = نبدأ بإبلاغهم فورًا، وعادةً خلال دقائق؛ وبحكم القانون يجب أن يعلموا بذلك في موعد أقصاه { $date }.
next-partners-after = بدأنا بإبلاغهم فورًا؛ وبحكم القانون يجب أن يعلموا بذلك في موعد أقصاه { $date }.
next-partners-signal = لا يحصلون على شيء من هذا المتصفح ما دام يرسل الإشارة.
next-receipt = إيصالك
next-receipt-before = تحصل عليه فورًا، ويمكنك أن تتابع فيه تأكيد كل شركة.
next-receipt-after = يمكنك أن تتابع فيه تأكيد كل شركة.

## Opting back in, in two acts

back-title = طريق الرجوع
back-detail = يمكنك أن تسمح لنا ببيع معلوماتك ومشاركتها مجددًا. يتطلب ذلك هذه الخطوة وخطوة أخرى.
back-submit = السماح بذلك مجددًا
confirm-title = هل تسمح بالبيع والمشاركة مجددًا؟
confirm-now = نحن الآن لا نبيع معلوماتك ولا نشاركها، ولم يتغير شيء بعد.
confirm-means = إذا أكّدت، جاز لنا أن نقدّم مجددًا معلومات مثل { $data } إلى { $count ->
        [one] { $names }
        [two] شركتين، هما { $names }
        [few] { $count } شركات، منها { $names }
       *[other] { $count } شركة، منها { $names }
    }، مقابل المال أو لعرض إعلانات عليك في أماكن أخرى.
confirm-means-none = إذا أكّدت، جاز لنا بيع معلومات عنك أو مشاركتها مجددًا.
confirm-close = إذا أغلقت هذه الصفحة، يبقى طلبك بعدم البيع والمشاركة ساريًا.
confirm-stay = الإبقاء على عدم البيع والمشاركة
confirm-submit = السماح بذلك مجددًا

## The receipt

receipt-title = الإيصال
receipt-in-force = سارٍ منذ { $moment }.
receipt-asked = ما الذي طُلب
receipt-act = الطلب
receipt-purposes = يشمل
receipt-for = يسري على
receipt-channel = قُدّم
act-opt-out = عدم بيع المعلومات الشخصية أو مشاركتها
act-limit = تقييد استخدام المعلومات الشخصية الحساسة
act-opt-in = السماح بالبيع والمشاركة مجددًا، مؤكَّدًا في خطوة ثانية
purpose-sale = البيع: إعطاء المعلومات مقابل المال أو أي شيء ذي قيمة
purpose-sharing = المشاركة: إعطاؤها لآخرين لأجل الإعلان عبر المواقع والتطبيقات
purpose-targeted-advertising = الإعلانات الموجّهة: إعلانات تُختار بحسب ما يفعله الشخص في مواقع وتطبيقات أخرى
purpose-profiling = التنميط: الحكم آليًا على شخص في أمر له أثر كبير عليه
purpose-sensitive = المعلومات الحساسة: أي استخدام لها يتجاوز ما طُلب
covered-browser = متصفح واحد
covered-email = عنوان بريد إلكتروني واحد
covered-phone = رقم هاتف واحد
covered-advertising-id = معرّف إعلانات واحد
covered-account = حساب واحد
channel-page = في صفحة خيارات الخصوصية
channel-signal = بإشارة يرسلها المتصفح
channel-agent = عن طريق وكيل مفوَّض
channel-phone = بالهاتف
channel-in-person = حضوريًا
channel-link = من خلال اختيار سابق سجّلته بمعرّف آخر
channel-post = بالبريد
channel-email = بالبريد الإلكتروني
channel-interface = عن طريق نظام آخر، عبر واجهتنا البرمجية
channel-carried = منذ زمن: حُذف سجل الطلب بعد انتهاء مدة حفظه، ونُقل إلى هنا ما بقي ساريًا منه
receipt-who = من الذي أُبلغ
receipt-nobody = لم يحصل أحد على هذه المعلومات، فليس هناك من نُبلغه.
receipt-got = حصلت على { $data }
receipt-got-nothing = لم تحصل على شيء منذ الطلب
progress-told = تم الإبلاغ
progress-confirmed = تم التأكيد
progress-verified = تم التحقق
progress-waiting = قيد الانتظار
progress-person = يتولاه شخص
progress-none = لا ينطبق
progress-day = { $date }
progress-by = في موعد أقصاه { $date }
progress-none-detail = لا تحتفظ بشيء عن هذا الشخص
receipt-as-of = كما كان الوضع في { $moment }.
receipt-again = اطّلع مرة أخرى
receipt-words = معنى هذه العبارات
words-told = وصلت رسالتنا إلى الشركة.
words-confirmed = أجابت الشركة بأن الأمر قد تم.
words-verified = تحققنا بأنفسنا من أن الأمر قد تم.
words-waiting = لم يتم الأمر هناك بعد؛ نواصل المحاولة، والتاريخ المذكور هو الحد الذي يضعه القانون.
words-person = لا يمكن لآلة أن تفعل ذلك هناك، لذلك يتولاه شخص لدينا يدويًا.
receipt-code = الرمز القصير
receipt-code-detail = اقرأه على موظفي { $business } عبر الهاتف، وسيجدون هذا الإيصال.
proof-title = احتفظ بهذا الإثبات
proof-download = تنزيل الإثبات
proof-size = ملف نصي صغير واحد
proof-what = يثبت أن هذا الطلب كُتب في سجل { $business }، في الموضع المذكور أدناه. وإذا غيّر أحد هذا القيد أو نقله أو أزاله، كشف هذا الملف ذلك.
proof-check = يمكن لأي شخص أن يتحقق منه على جهازه، من دون { $business } ومن دون هذه الصفحة:
proof-log = السجل
proof-entry = القيد
proof-of = { $entry } من { $size }
proof-soon = يُكتب الإثبات الآن، وسيكون هنا خلال ثانية أو ثانيتين.

## Problems

problem-stands = كل ما اخترته من قبل على هذا المتصفح لا يزال ساريًا. لم يُفقد شيء.
problem-back = إلى خيارات الخصوصية الخاصة بك
problem-not-found-title = لا توجد صفحة هنا.
problem-not-found-detail = قد يكون العنوان ناقصًا أو مكتوبًا كتابة غير صحيحة.
problem-receipt-title = لا يوجد إيصال بهذا الرمز.
problem-receipt-detail = يتألف الرمز من ستة عشر حرفًا ورقمًا، في أربع مجموعات. قارن رمزك بما قُرئ عليك أو بما دوّنته.
problem-erased-title = حُذف سجل هذا الطلب.
problem-erased-detail = انتهت مدة حفظه. ما اخترته لا يزال ساريًا، ولا يزال التحقق من إيصال احتفظت به ممكنًا.
problem-busy-title = وصلت طلبات كثيرة جدًا من شبكتك دفعة واحدة.
problem-busy-detail =
    { $seconds ->
        [one] نرجو المحاولة مرة أخرى بعد ثانية واحدة.
        [two] نرجو المحاولة مرة أخرى بعد ثانيتين.
        [few] نرجو المحاولة مرة أخرى بعد { $seconds } ثوانٍ.
       *[other] نرجو المحاولة مرة أخرى بعد { $seconds } ثانية.
    }
problem-stale-title = بقيت هذه الخطوة مفتوحة مدة أطول من اللازم.
problem-stale-detail = لم يتغير شيء. للسماح بالبيع والمشاركة مجددًا، ابدأ من جديد من خيارات الخصوصية الخاصة بك.
problem-unreadable-title = تعذّرت علينا قراءة ما أُرسل.
problem-unreadable-detail = نرجو الرجوع إلى الصفحة والضغط على الزر مرة أخرى.
problem-unavailable-title = تعذّر علينا تسجيله الآن.
problem-unavailable-detail = الخلل من جانبنا. اضغط على الزر مرة أخرى بعد دقيقة من فضلك.
