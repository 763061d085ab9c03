"""The closed vocabularies of words that claim nothing: what a reply may say besides its facts.

English lists words, Chinese lists words and whole phrases, for Chinese has no spaces to tell words apart. A word that
could praise ("great", "works") is not here; the phrases of `grounding` let it pass where it is harmless.
"""

from __future__ import annotations

_EN = """
sell cost weigh whether said them cheaper largest larger smallest smaller both they their
why doesn't depends model match kind kinds
a about according afraid all along also am among an and another any anything apart are as aside ask asked asking at
average back be because been both but by bye called came can can't cannot care catalogue cheapest check checkout
chinese choose close closest combination come comes common compare comparison compatibility conditions convert
costs could count course delivery detail details did discounts do does don't down each else empty english every
everything exactly example exclude expensive far feature fewer find fine first fit for found from frustrating get
given glad go goes goodbye guess had hand happy has have hear heavier heaviest hello help here hi higher highest
holds how i i'd i'll i'm if in instead is it it's its joins just keep keeps know leaves left less let let's lighter
lightest like list little long look looking lower lowest made match matches matters maximum may me mean means meet
meets message might mind minimum more most must my naming narrow nearest need next no not noted nothing now number
numbers of on once one ones only or ordering orders other others our out outside over own particular pass past
payment payments person place places pleasure point prefer preference priced problem product products promotions
purchases put question quite rank rather read reason reasons receive recommend recommendation record recorded
refunds relax repeat returns right rule rules same say says search see sells sentence shall share shipping shop
should show side so some something sorry speaks start stays sticking stopped suggest sure take talk talked talking
tell than thanks that that's the their them then there these they thing things this those though through time to
today together too took total trade trouble two understand understood unit up value was way we weighs welcome what
when where whether which who why will wish wishes with won't would yes you you're your yours
"""

_ZH = """
排 以第一 第一 双 条 件 台 块 款 个 只 把 副 对 顶 部 张 为例 合适的原因 合适 想看哪一类 在找哪类商品 配什么 想给
想找哪一类来搭配 可能可以搭配 两者的 都是 都为 不能一概而论 能不能搭配 有相同的地方 先看 的相同点
一 一个 一件 一共 一共有 一副 一双 一只 一台 一块 一把 一条 一款 一种 一部 一顶 三 三个 三件 三副 三双 三只 三台
三块 三把 三条 三款 三种 三部 三顶 下单和结账 下次见 不 不具备 不可 不可以 不含 不客气 不带 不支持 不是 不符合
不能搭配 不行 不过 与 两 两个 两件 两副 两双 两只 两台 两块 两把 两条 两款 两种 两者各有取舍 两部 两顶 个 个原因 中
中英文都行 为 为什么合适 为您推荐这 为您转接人工 为您选了这 主要是 也 也可以帮您找更合适的商品 也没有
也能看哪些商品可以搭配 了 二 五 五个 五件 五副 五双 五只 五台 五块 五把 五条 五款 五种 五部 五顶 今天想看点什么
付款 以及 以往的购买记录 件 价格 价格为 价格是 优惠和促销 但有些数据没有记录 值得看看 先 先为您挑了
先按其他条件来看 先放在一边 先看前 先看这 先看这一个 先看这一件 先看这一副 先看这一双 先看这一只 先看这一台
先看这一块 先看这一把 先看这一条 先看这一款 先看这一种 先看这一部 先看这一顶 先看这三个 先看这三件 先看这三副
先看这三双 先看这三只 先看这三台 先看这三块 先看这三把 先看这三条 先看这三款 先看这三种 先看这三部 先看这三顶
先看这两个 先看这两件 先看这两副 先看这两双 先看这两只 先看这两台 先看这两块 先看这两把 先看这两条 先看这两款
先看这两种 先看这两部 先看这两顶 先看这五个 先看这五件 先看这五副 先看这五双 先看这五只 先看这五台 先看这五块
先看这五把 先看这五条 先看这五款 先看这五种 先看这五部 先看这五顶 先看这四个 先看这四件 先看这四副 先看这四双
先看这四只 先看这四台 先看这四块 先看这四把 先看这四条 先看这四款 先看这四种 先看这四部 先看这四顶 共 共同之处
其中有 其中有个词我没见过 具备 再 再会 再见 分别 分别是 别客气 前 前一个 前一件 前一副 前一双 前一只 前一台 前一块
前一把 前一条 前一款 前一种 前一部 前一顶 前三个 前三件 前三副 前三双 前三只 前三台 前三块 前三把 前三条 前三款
前三种 前三部 前三顶 前两个 前两件 前两副 前两双 前两只 前两台 前两块 前两把 前两条 前两款 前两种 前两部 前两顶
前五个 前五件 前五副 前五双 前五只 前五台 前五块 前五把 前五条 前五款 前五种 前五部 前五顶 前四个 前四件 前四副
前四双 前四只 前四台 前四块 前四把 前四条 前四款 前四种 前四部 前四顶 前面聊的内容对方也能看到 副 卡在 原因在这里
原因是 原因有 双 另一方面 另外 只 只要 可 可以 可以为您转人工 可以先看看这 可以搭配使用 可以搭配的有 可能可以搭配
台 吗 含 呢 和 和目录里 售价 商品 商品目录里没有 四 四个 四件 四副 四双 四只 四台 四块 四把 四条 四款 四种 四部
四顶 在 在目录里对不上 在目录里查不到 块 好呀 好嘞 好的 如下 它 它们 它的亮点 实在抱歉 对 对吗 对应的内容 对比如下
就已有的数据看 就看您更看重什么 已有的资料是 带 平均 店里的同事可以帮您 当然可以 很抱歉 很抱歉给您添了麻烦
很抱歉让您有不好的体验 很高兴为您介绍 很高兴和您聊天 很高兴帮您挑一挑 很高兴能帮到您 总 您 您不用重复
您可以让我推荐 您好 您好呀 您对 您想要 您愿意放宽其中一条吗 您指的是 您是想说 您更喜欢哪种 您更想要什么样的
您更看重哪一个 您的意思是 您的消息好像是空的 您说的是 想找什么样的商品 想推荐给您 想看点什么 我 我不好下结论
我不能乱猜 我不能乱说 我也可以帮您找更合适的商品 我们一起看看 我们的对话会一并转过去 我们继续看点什么 我会先推荐这
我先中止了 我先停下了 我先推荐这 我可以推荐商品 我在目录里找不到 我帮您看了一下 我帮您看了一下目录
我最熟悉的还是这里的商品 我来帮您挑一挑 我来帮您看看 我来帮您看看目录里的情况 我来看看 我来给您介绍一下 我没听懂
我没太明白 我没太明白您的意思 我没有换算 我没有理解 我没能从中读出文字 我熟悉的是目录里的商品 我给您介绍一下
我读不准 我这里只有商品目录 或 找到 找到一款 把 抱歉 按 接下来想了解什么 接下来想看什么 推荐 推荐理由 放在一起看
数了一下 数量 数量分别是 数量如下 方面 方面您有什么想法 无 明白了 是 是否 是的 暂时没法告诉您 更 更低 更厚 更多
更大 更宽 更小 更少 更短 更窄 更薄 更轻 更重 更长 更高 最 最低 最厚 最多 最大 最大值 最宽 最小 最小值 最少
最接近的是 最接近的有 最短 最窄 最薄 最轻 最重 最长 最高 有 有一 有一款 有个词我不认识 有什么可以帮您
有什么想让我帮忙找的吗 有什么要求吗 有偏好吗 有的 条 条是 来 来看 查到 查到的就是这样 查到的结果 查参数
查参数都可以问我 查询用时太长 欢迎光临 欢迎随时再来 款 比 比如 比如说出商品种类或想要的特点 比如这 比较
比较或查参数 比较接近的是 比较接近的有 没 没关系 没找到和 没有 没有商品能同时满足 没有找到
没有找到全部符合要求的商品 没有收到您的文字 没有记录 没法同时满足 没法换算 没法核对 没问题 用您习惯的说法问就可以
用的是另一种单位 的 的信息 的单位不同 的意思 的搭配规则 的这项信息 目前有 目前查得到的有 目录里一共有
目录里不是这样记录的 目录里是这样记录的 目录里有的是 目录里查不到 目录里查不到这样的记录 目录里没有 目录里没有关于
目录里没有叫 目录里没有同时符合这些条件的商品 目录里没有规则可查 目录里没有记录 目录里没有这方面的内容
目录里没有这种搭配的规则 目录里的 直接用中文或英文问我就行 相同点 种 符合 符合的商品 符合的有 给您介绍一下
给您列出来 给您说说 统计和排序 而且 聊商品我最在行 能不能搭配 能告诉您的是 能把范围缩小一点吗 能换个说法吗 能搭配
能用一两句话说说吗 能配得上的有 要不要放宽一个条件 要为您转人工吗 要为您转接吗 订单 记下了 请 请问想找什么
谢谢您的提问 跟您确认一下 还 还想了解些什么 还是 还有 还有什么要查的吗 这 这一个 这一件 这一副 这一双 这一只 这一台
这一块 这一把 这一条 这一条无法确认 这一条满足不了 这一条缺少数据 这一款 这一种 这一部 这一顶 这三个 这三件 这三副
这三双 这三只 这三台 这三块 这三把 这三条 这三款 这三种 这三部 这三顶 这两个 这两件 这两副 这两双 这两只 这两台
这两块 这两把 这两条 这两款 这两种 这两部 这两顶 这个值得看看 这个我帮不上忙 这个条件上 这个超出了我了解的范围
这个问题算得太久 这五个 这五件 这五副 这五双 这五只 这五台 这五块 这五把 这五条 这五款 这五种 这五部 这五顶
这些要求互相矛盾 这件事由人工来处理更好 这件值得看看 这几个要求互相矛盾 这副值得看看 这双值得看看 这只值得看看
这台值得看看 这四个 这四件 这四副 这四双 这四只 这四台 这四块 这四把 这四条 这四款 这四种 这四部 这四顶
这块值得看看 这就为您转人工 这就帮您挑一挑 这就帮您看看 这把值得看看 这方面 这方面目录里没有可说的 这条值得看看
这条消息太长了 这条消息里没有我能读懂的文字 这款值得看看 这确实让人着急 这种搭配没有规则可查 这部值得看看
这顶值得看看 退换货和退款 逐项比较 那 那您觉得什么样的更合适 部 都 配不到一起 配送和物流 里 需要为您转接人工吗 顶
项 马上帮您看看
"""

SAFE_EN = frozenset(_EN.split())
SAFE_ZH = frozenset(_ZH.split())
