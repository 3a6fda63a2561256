### Chinese, simplified: every text a person reads. Texts are plain: no markup (projectfluent.org/fluent/guide).

own-name = 简体中文
welcome =
    你好！我会把你的照片画成画。🎨

    发给我两张照片：第一张是要画的，第二张是你喜欢的风格。也可以只发一张，再从我的风格里挑一个。
help =
    怎样得到一幅画：
    • 发两张照片，先后发或一起发都行：我用第二张的风格来画第一张。弄反了？点“⇄ 对调”。
    • 发一张照片，再点按钮选风格。
    • 把风格的名字写在照片说明里，比如“{ $example }”。
    • 用另一张照片回复一张照片，或用 /style 加风格名回复。
    • 用 /styles 回复一张照片，一次看遍它在所有风格里的样子，再点数字。
    • 混合风格：在同一个相册里多发几张，我把第一张画成其余几张的混合风格；也可以写几个名字，比如 /style { $blend }。

    画的下面：✨ 用心重画一遍，🎛 调整强度、笔触和颜色，💾 给你照片的风格起个名字存下来。
    把照片当文件发，画质不打折。把我的画转发给我，或把收到的画作文件发来，我可以再画一次。在群里，用 /style 加风格名回复照片。

    /styles 看所有风格，/mystyles 看你自己的，/dream 回复照片看它的梦，/cancel 停下，/settings 改语言和尺寸，/privacy 说明我保存什么，/forget 全部删除。
privacy =
    我保存什么：你的照片和画，保存 { $days ->
       *[other] { $days } 天
    }，好让画下面的按钮能用；你存下的风格，直到你删除；还有聊天和账号的编号以及你的语言，这样我才知道往哪里、用什么语言回复。别人都看不到，也不作他用，拍照的地点绝不会留在画里。

    /forget 会立刻全部删除。
ask-for-style = 真好看。现在选风格：再发一张照片，或在这里挑一个。
photo-waits-for-style = 你的照片在等它的风格。再发一张照片，写个风格名，或在这里挑一个。
ask-whether-same = 还是刚才那张照片。另发一张作风格，或者就用它自己的风格来画。
story-unseen = Telegram 不让我看动态。请把图片本身发给我。
ask-what-album-means =
    { $photos ->
       *[other] 收到 { $photos } 张照片。全都画成一种风格，还是把第一张画成其余几张的混合风格？
    }
ask-for-style-of-all =
    { $photos ->
       *[other] 现在给这 { $photos } 张选风格：再发一张照片，或在这里挑一个。
    }
album-taken-in-part =
    { $photos ->
       *[other] { $photos } 张照片里我收下了 { $taken } 张。
    }
ask-for-photo = 那就用{ $preset }。现在把要画的照片发给我。
ask-for-style-in-group = 真好看。现在选风格：用另一张照片回复这条消息，或在这里挑一个。
album-half-in-group = 这个相册 Telegram 只给我看了一张照片。请用你喜欢的风格的照片回复这条消息，或在这里选一个。我成为管理员后就能看到整个相册。
help-in-group = 在这个群里，我只能看到叫我或回复我的消息，相册也只有一张照片。管理员可以改变：让我成为管理员，或在 @BotFather 关闭我的隐私模式。
greeting-in-group = 你好！用 { $command } 回复一张照片，我就用那个风格来画。🎨
ask-for-photo-in-group = 那就用{ $preset }。现在用要画的照片回复这条消息。
send-a-photo = 发张照片给我，我来画。/help 告诉你怎么玩。
not-a-picture = 我只会画图片。请当照片发，或发 JPEG、PNG、WebP 文件。
too-many-photos = 这个相册我只画了一张。想画其余的，请一张一张再发。
file-too-big = 这个文件太大了，最多 20 MB。请当照片发，别当文件发。
download-failed = 没能从 Telegram 取到这张照片。请再发一次。
choose-preset = 我的风格。挑一个，再发照片给我。
sheet-of-presets = 我的风格，第 { $first } 到 { $last } 个，共 { $all } 个。选个数字，再发照片给我。
sheet-for-photo = 我的风格，第 { $first } 到 { $last } 个，共 { $all } 个。给你的照片选个数字。
sheet-of-photo = 你的照片，第 { $first } 到 { $last } 种风格，共 { $all } 种。选个数字，我把它画大。
unknown-preset = 我不认识叫“{ $words }”的风格。从我的里面挑一个，或发一张那种风格的照片：
ambiguous-style = “{ $words }”可能是下面任何一个。要哪个？
too-many-styles =
    我最多混合 { $styles ->
       *[other] { $styles } 种风格
    }。请少写几个，或在这里挑一个：
style-saved = 已存为“{ $name }”。想换个名字吗？用新名字回复这条消息就行。
own-style-name = 我的风格 { $number }
ask-for-name = “{ $name }”改叫什么？用新名字回复这条消息。
name-placeholder = 起个名字，比如：外婆的花被子
style-renamed = 好，就叫“{ $name }”。想用它，写 /style { $name }，或在下一张照片下面选它。
my-styles = 你自己的风格。点数字就用它来画。
my-styles-to-rename = 给哪一个改名？
my-styles-to-delete = 删除哪一个？
my-styles-in-private = 你的风格只有你我知道：请在我们俩的聊天里写 /mystyles。在这里，用 /style 加风格名回复照片。
no-own-styles = 你还没有自己的风格。发我两张照片，再点画下面的 💾 就能存下来。
link-leads-nowhere = 这个链接已不再分享。请先选一个风格，再发照片给我。
style-shared =
    “{ $name }”：用这个风格画你自己的照片。
    { $link }
recipe-shared =
    把你的照片画成这样：
    { $link }
link-taken-back = 这个链接已经失效。
my-styles-to-share = 要为哪一个生成链接？拿到链接的人可以用它作画，名字和这里一样。
inline-caption = { $name } 的照片 · { $style } · 由 @{ $bot } 绘制
inline-caption-photos = { $name } 的照片，以另一张照片的风格绘制 · @{ $bot }
inline-preset = { $style }：把你的照片发给 @{ $bot }，画成这样。
inline-paint-a-photo = 画一张照片
history = 你在这里的画，新的在前。按数字可以再要一次。
history-empty = 这里还没有你的画。发一张照片开始吧。
day = { DATETIME($at, dateStyle: "medium") }
delete-question = 删除“{ $name }”吗？用它画好的画会留着。
settings = 我在这里说哪种语言，画多大？
settings-sizes = 600 px 最快。画下面的 ⬇ 会发来原尺寸：大照片会被 Telegram 缩小。
settings-rules = 谁可以在这里作画、每人每小时几幅、要不要显示进度：由你决定。
size = { $pixels } px
forget-question = 要把我保存的你的照片和画全部删除吗？聊天里已有的会留着，但下面的按钮就不能用了。
forgotten = 好了：你的照片、画和草稿都已删除。想重新开始，随时发照片来。
erased = 已删除。
nothing-to-cancel = 现在没有在画你的画。发张照片就能开始。
photo-put-away = 刚才那张照片我收起来了。随时再发新的。
went-wrong = 抱歉，我这边出了点问题。请再试一次。
next-in-line = 下一幅就画你的
in-line =
    { $paintings ->
       *[other] 你前面还有 { $paintings } 幅画
    }
ready-in = 大约 { $duration }后画好
starting = 正在铺画布
painter-resting = 画家正在休息，一回来我就接着画。
dream = 你照片的一个梦
dream-guided = 你的照片，梦成另一张的形状
dream-starting = 正在入睡
dream-of-what = 用 /dream 回复一张照片，我让你看看神经网络从里面看出了什么。也可以发照片并写上 /dream；如果是在回复另一张照片，就梦出那一张的形状。
dream-unknown-layer = 没有这个层。只写 /dream 就行，或写 VGG-19 的层：/dream relu4_2 是眼睛，relu5_3 是鸟，relu5_1:100 是其中一个通道。用通道时不能有第二张照片。
first-in-others =
    { $photos ->
       *[other] 第一张，画成后面 { $photos } 张的风格
    }
painting = 正在画…… { $percent } %
left = 还要大约 { $duration }
done-in = 用时 { $duration }
collage = 一张照片 + { $style }
before-after = 前后对比 · { $style }
another-picture = 另一张图片
collage-starting = 正在拼合
dreamed-in = 梦了 { $duration }
own-style = 用你照片的风格
photos-blend =
    { $photos ->
       *[other] 用你 { $photos } 张照片的混合风格
    }
your-photo = 你的照片
a-style-of-your-own = 你自己的风格
made-by-newer = 这是向更新版本的我订的。发张照片来，我用我会的方法画。

## Dials: on a button, under a result where a dial does not stand as usual, and what it does

dial-strength = 强度 { $value }
dial-strength-caption = 强度 { $value }
dial-strength-about = 风格有多强。− 更像原照片，+ 走得更远。
dial-brush_size = 笔触 { $value }
dial-brush_size-caption = 笔触{ $value }
dial-brush_size-about = 笔触有多大。− 更细，+ 更粗。
dial-brush_size-value =
    { $step ->
        [0] 极细
        [1] 细
        [2] 适中
        [3] 粗
        [4] 很粗
       *[5] 巨大
    }
dial-detail = 细节 { $value }
dial-detail-caption = 细节{ $value }
dial-detail-about = 画面有多丰富。− 少而大，+ 多而小。
dial-detail-value =
    { $step ->
        [0] 稀疏
        [1] 平静
        [2] 适中
        [3] 丰富
       *[4] 繁密
    }
dial-keep_colours = 🌈 保留原色：{ $value }
dial-keep_colours-caption = 保留原色
dial-keep_faces = 🙂 保留面容：{ $value }
dial-keep_faces-caption = 面容也照样画
on = 开
off = 关
dial-percent = { $percent } %
notice-ready = 你的画好了 ↑
notice-failed = 没有画成 ↑
cancelled = 已停下。点 🔁 接着画，或发张新照片。
may-not-show = 画好了，但我在这里不能发图片。请管理员允许，然后点 🔁。
cannot-show = 画好了，但 Telegram 没收下这张图。点 🔁 再试一次。

## What went wrong: whose fault, by role

input-content = 要画的照片
input-style = 风格照片
input-init = 要接着画的那幅画
input-region = 遮罩
input-result = 这幅画
input-guide = 要梦出形状的照片

## What is no longer kept, by role

expired-content = 要画的照片我已经没有了。请再发一次。
expired-style = 风格照片我已经没有了。请再发一次。
expired-init = 要接着画的那幅画我已经没有了。请再发照片，我从头画。
expired-region = 遮罩我已经没有了。请再发照片，我从头画。
expired-result = 这幅画我已经没有了。请再发一次照片，我重新开始。
expired-guide = 要梦出形状的照片我已经没有了。请再发一次。

## Durations, already rounded to what is honest

seconds = { $seconds } 秒
minutes = { $minutes } 分钟

## Why nothing was ordered, by storage.admission.Refusal

refusal-person_full =
    你已经有 { $paintings ->
       *[other] { $paintings } 幅画
    }在排队了。等一幅画好，或用 /cancel 停掉一幅，再发一次。
refusal-line_full = 现在画画的人太多，队排满了。请过 { $duration }再试。
refusal-photos_a_day =
    从昨天到现在你发了 { $photos ->
       *[other] { $photos } 张照片
    }，我收不下更多了。明天见！
refusal-bytes_a_day = 你从昨天起发的照片已占满了给每个人的空间。明天见，到时发小一点的也行。
refusal-disk_full = 我现在没有地方放照片了。请过 { $duration }再发一次。
refusal-admins_only = 在这个群里只有管理员可以让我作画。请和我私聊，我在那里为你画。
refusal-hour_full = 这里每人每小时只能画这么多。请稍后再试，或者和我私聊。

## Why a painting failed, by storage.jobs.FailureReason

failure-not_an_image = { $image }打不开，不是我认识的图片。请当照片发，或发 JPEG、PNG、WebP。
failure-damaged = { $image }损坏了，文件缺了一部分。请从原图再发一次。
failure-unsupported_format = { $image }的格式我读不了。请当照片发，别当文件发。
failure-too_many_pixels = { $image }像素太多了。请当照片发，别当文件发。
failure-too_small = { $image }太小，画不了。请发大一点的。
failure-too_long_and_thin = { $image }太细长了。请裁剪一下再发。
failure-image_gone = { $image }中途被删除了。请再发一次。
failure-out_of_memory = 这幅画现在对我来说太大了。过一会儿点 🔁 再试。
failure-engine_died = 我试了几次都没能画完。请换一张照片试试。
failure-unreadable = 这里订的是什么我已经读不出来了。请再发一次照片。
failure-internal = 抱歉，画的时候出了问题。点 🔁 再试一次。

## Why a name was not taken, by bot.style_names.NameRefusal

name-refusal-empty = 名字至少要有一个字。用名字回复这条消息吧。
name-refusal-too_long =
    名字太长了，最多 { $characters ->
       *[other] { $characters } 个字符
    }。换一个回复这条消息吧。
name-refusal-odd = 名字里可以有文字、数字、空格和表情，但不能有 : + , @ /。换一个回复这条消息吧。
name-refusal-preset = “{ $name }”是我自带的风格。换个名字回复这条消息吧。
name-refusal-taken = 你已经有叫“{ $name }”的风格了。换个名字回复这条消息吧。

## On the bot's profile, before anybody writes to it

about-bot =
    我会把你的照片画成画。🎨

    发给我两张照片：第一张是要画的，第二张是你喜欢的风格。也可以只发一张，从我的风格里挑：星夜、巨浪、彩色玻璃、水墨、霓虹……
about-bot-short = 发两张照片，我用第二张的风格来画第一张。🎨

## One line for each command in Telegram's menu, at most 256 characters

command-style = 用一种风格来画：/style { $example }
command-styles = 看所有风格；回复照片时，看那张照片的样子
command-mystyles = 你自己的风格
command-history = 你在这里的画，可以再要一次
command-dream = 回复照片：看神经网络梦见什么
command-cancel = 停下正在画的画
command-settings = 语言和画的尺寸
command-help = 怎么玩
command-privacy = 保存什么，保存多久
command-forget = 删除我的照片和画

## Buttons

button-cancel = ❌ 取消
button-properly = ✨ 精心重画
button-adjust = 🎛 调整
button-undo = ↩ 撤销
button-redo = ↪ 重做
button-file = ⬇ 原尺寸
button-done = ✓ 好了
button-less = −
button-greater = +
button-pair-anyway = 用它自己的风格
button-album-each = 全画成一种风格
button-album-blend = 第一张用其余的风格
button-styles = 🖼 所有风格
button-who-everybody = 所有人
button-who-admins = 仅管理员
button-no-limit = 不限
button-jobs-an-hour = 每小时 { $jobs } 幅
button-shown-progress = 显示进度
button-shown-nothing = 安静
button-swap = ⇄ 对调
button-again = 🔁 再来
button-as-before = 🔁 照样再画
button-same = 🖌 还用这风格
button-keep = 💾 存风格
button-own = ⭐ { $name }
button-all-mine = ⭐ 我的全部…
button-rename = ✏️ 改名…
button-delete = 🗑 删除…
button-share = 🔗 分享…
button-before-after = 🖼 前后对比
button-made-of = 🧩 由什么组成
button-link = 🔗 链接
button-send-to = 📤 发送到…
button-make-your-own = 🎨 画你自己的
button-unshare = 🔗 收回
button-delete-yes = 🗑 删掉
button-back = ↩ 返回
button-earlier = ◀
button-later = ▶
button-on-photo = 🖼 全画在我照片上
button-forget-yes = 全部删除
button-forget-no = 留着

## Short answers to a pressed button, at most 200 characters

toast-stopping = 正在停下……
toast-finished-already = 这一幅已经画完了。
toast-not-yours = 这是提出的人才能点的。画下面的 🔁 和 🎨 会给你画一幅。
toast-now-your-photo = 现在用你的照片回复这条消息。
toast-outdated = 这个按钮过期了。请再发一次照片。
toast-swapping = 已对调，反过来画。
toast-properly = 正在用心画。看它一点点长出来吧！
toast-dial-at-end = 已经到头了。
toast-one-back = 退回一步。
toast-one-forth = 又前进一步。
toast-on-it = 这就画！
toast-here-it-is = 给你。
toast-saved = 风格已存好。
toast-saved-in-group = 已存为“{ $name }”，只有你看得到。想改名，在我们俩的聊天里写 /mystyles。
toast-saved-already = 这个风格你已经有了，叫“{ $name }”。
toast-shelf-full =
    你有 { $styles ->
       *[other] { $styles } 种风格
    }了，再多我存不下。请先在我们俩的聊天里用 /mystyles 删一个。
toast-style-gone = 这个风格已经删除了。/mystyles 看你还有哪些。
toast-shows-own-picture = 这样大家都会看到你的图片。请在我们的私聊里画，我在那里做。
toast-style-not-shared = 这幅画的风格还没有分享。先用 🎨 💾 保存，再到 /mystyles 分享。
toast-shared-no-more = 这个链接已经失效。
toast-style-deleted = “{ $name }”已删除。
toast-settings-kept = 设置已保存。
toast-for-admins = 只有群管理员能改群设置。
toast-painted-already = 这幅你已经有了，往下看看。
toast-photo-unknown = 那张照片我已经没有了。请再发一次。
toast-painting-unknown = 那幅画我已经没有了。请再发一次照片。
toast-nothing-forgotten = 什么都没删。
toast-went-wrong = 抱歉，出错了。请再试一次。
toast-barred-banned = 我不能再为你作画了：这是我的管理者的决定。
toast-barred-not_allowed = 我只为获准的人作画。请联系我的管理者，并告诉他这个号码：{ $person }。
privacy-of-the-banned = 被禁止的账号，我会保留它的号码，/forget 之后也一样，直到重新获准。
admin-whom = 是谁？请用 { $command } 回复一条消息，或在后面写上号码。
admin-banned = { $who } 已被禁止，排队中的已取消。/unban { $who } 可以撤销。
admin-not-banned = 我的管理者不能被禁止，我自己也不能。
admin-unbanned = { $who } 不再被禁止。
admin-was-not-banned = { $who } 本来就没有被禁止。
admin-allowed = { $who } 已获准。/disallow { $who } 可以撤销。
admin-list-is-off = 现在谁都可以；IMPASTO_ALLOW_LIST 为 1 时名单才生效。
admin-disallowed = { $who } 已不在名单上。
admin-was-not-allowed = { $who } 本来就不在名单上。
stats =
    过去 24 小时：
    • { $people ->
       *[other] { $people } 人
    }
    • { $paintings ->
       *[other] { $paintings } 幅画
    }
    • 现在等待：{ $waiting }
    • 失败：{ $failed }
stats-waits = • 一半在 { $half } 内完成，100 幅中 95 幅在 { $most } 内完成
admin-maintenance-how = 写 /maintenance 和一句话：要画或正在等的人会读到它。/maintenance off 结束。
admin-maintenance-said =
    等待的人会读到这句话，直到 /maintenance off：

    { $words }
admin-maintenance-over = 等待的人不会再读到它。
admin-maintenance-too-long =
    { $characters ->
       *[other] 最多 { $characters } 个字符。
    }
day-chart-starting = 正在绘制……
day-chart = 柱：每小时的画。线：从请求到完成的时间。
