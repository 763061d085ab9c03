"""Chinese words that no ontology has to teach."""

# ruff: noqa: E501, SIM905 - tables of words read better as they are

from __future__ import annotations

from kgchat.nlu.lang.words import Gradable, LanguageWords, OperatorWord, PropertyWord

FUNCTION_WORDS = frozenset(
    """的 地 得 了 着 过 吗 呢 吧 啊 呀 哦 嗯 哈 嘛 啦 么 哟 喔 诶 哎 唉 我 你 您 他 她 它 我们 你们 您们 他们 她们 它们 咱 咱们 自己
    人家 大家 本人 这 那 哪 此 该 这个 那个 这些 那些 这里 那里 这边 那边 这样 那样 这么 那么 这种 那种 哪里 哪儿 哪个 哪些
    什么 啥 怎么 怎样 怎么样 如何 为什么 为何 多少 几 谁 是 不是 是不是 是否 有 没有 没 有没有 在 不在 能 能不能 可以 可不可以 可 会
    不会 要 想 想要 需要 得 应该 应 该 必须 愿意 希望 打算 准备 不 别 非 无 未 和 与 跟 及 以及 或 或者 还是 并 并且 而 而且 且 但
    但是 不过 可是 然而 因为 所以 因此 由于 如果 假如 要是 的话 虽然 既 又 也 都 还 还有 再 就 才 只 只是 只有 仅 仅仅 很 非常 十分
    特别 挺 蛮 太 最 更 比较 较 相对 稍 稍微 有点 有些 一点 一些 一下 一般 一样 一起 一共 总共 共 全部 所有 整个 每 每个 各 各个 某
    某个 任何 其他 其它 另外 别的 另 同样 相同 从 到 由 向 往 对 对于 关于 为 为了 给 把 被 让 使 用 以 按 按照 根据 比 像 如 等 等等
    之 其 中 里 里面 内 外 上 下 上面 下面 前 后 左右 之间 以内 以上 以下 以外 时 时候 的时候 现在 目前 今天 最近 刚 刚刚 已 已经 曾
    正 正在 将 将要 一 二 两 三 四 五 六 七 八 九 十 个 款 件 条 台 块 只 双 把 张 部 种 样 类 些 点 次 套 根 颗 支 枚 份 位 副 对 顶
    请 请问 麻烦 谢谢 感谢 多谢 你好 您好 喂 嗨 早上好 晚上好 再见 拜拜 好 好的 行 可以的 没问题 嗯嗯 是的 对的 对 不对
    推荐 介绍 建议 告诉 说 说说 讲 讲讲 看 看看 看一下 看到 查 查查 查询 查一下 找 找找 找到 寻找 搜 搜索 帮 帮忙 帮我 列 列出 显示 展示
    买 购买 选购 购 入手 选 选择 挑 挑选 选个 卖 出售 售卖 下单 订购 知道 了解 觉得 认为 感觉 想知道 问 问一下 咨询 来 去 做 用于 使用
    用来 属于 具有 拥有 带 带有 配 配有 配备 包含 包括 含 含有 支持 采用 适合 合适 适用 搭配 搭 配套 匹配 兼容 装 装得下 装下 放 放得下 安装 穿
    戴 款式 产品 商品 东西 型号 类型 种类 选项 选择 样式 版本 情况 方面 问题 信息 参数 详情 资料
    新 一件 一条 一款 一个 一台 一块 一双 一只 一套 一把 一张 一部 一种 几个 几款 几件 几条 哪款 哪件 哪条 哪台 哪种
    吗 不错 好看 好用 不好 较好 更好 最好 行不行 好不好 是多少 多少 钱 元 块钱 呗 呐 哪家 们 当 即 即可 就是 还要 也要 只要 主要 需
    行吗 可以吗 好吗 对吗 呀 亲 店家 老板 客服 差别 区别 差异 不同 价位 左右的 够 足够 它们的 它的 出 起来 出来 下来 上去 一直 总是
    分别 大概 大约 约 差不多 至少 最多 最少 起码 不超过 超过 大于 小于 等于 低于 高于 不到 少于 多于 相关 有关 具体 真 真的 确实 其实
    当然 肯定 一定 可能 也许 或许 大致 究竟 到底 居然 竟然 简直 反正 目的 平时 日常 经常 平常 才能 能够 得到 变 成 起 多 少 大 小
    偏好 要求 限制 讲究""".split()
)

FILLERS = (
    "请", "请问", "麻烦", "麻烦你", "谢谢", "感谢", "多谢", "你好", "您好", "能不能推荐", "给我推荐", "推荐一下", "推荐", "帮我找", "帮我", "帮忙",
    "我想购买", "我想买", "我要买", "想买", "想购买", "购买", "我想要", "我想", "我要", "想要", "我需要", "需要", "给我看看", "给我看", "看看", "看一下",
    "给我", "告诉我", "介绍一下", "介绍", "列出", "显示", "展示", "查一下", "查询", "找一下", "找", "合适的款式", "合适的", "合适", "适合", "款式",
    "一些", "一下", "一点", "一件", "一条", "一款", "一个", "一台", "一块", "一双", "一只", "一套", "一把", "一张", "一部", "一种", "几个", "几款",
    "几件", "几条", "几台", "几双", "想知道", "我想知道", "想了解", "了解一下", "可以", "能", "是多少", "有什么", "都有", "新的", "新", "件", "条", "款",
    "在卖", "卖", "有卖", "搭配", "兼容", "匹配", "装得下", "装得进", "放得下", "能装", "能用", "能不能装", "适不适合", "用得了", "怎么样", "行吗",
    "送给", "送", "女朋友", "男朋友", "老婆", "老公", "妈妈", "爸爸", "朋友", "礼物", "我", "你们", "咱们", "或许", "产品", "商品", "东西", "型号",
    "在哪里", "价位的", "价位", "以及其", "一般", "一起", "其中", "之中", "里面", "的话", "比较好", "好一点", "做成的", "做的", "制成的", "生产的", "出的",
    "能装进", "装进", "放进", "装", "配", "穿", "戴", "属于", "使用", "支持", "采用", "搭", "用",
)  # fmt: skip

OPERATORS = (
    *(OperatorWord(t, "negation") for t in (
        "不要", "不想要", "不需要", "不用", "不带", "不含", "不是", "没有", "没", "别", "别要", "除了", "除", "除外", "以外", "之外", "排除",
        "非", "无", "无需", "不包括", "不包含", "而不是", "不喜欢", "并非", "不想")),
    *(OperatorWord(t, "negation", of_verb=True) for t in (
        "不", "不能", "不支持", "不适合", "不兼容", "不配", "不会", "不可以", "不行", "装不下", "装不上", "装不了", "插不上", "配不上",
        "放不下", "放不进", "塞不下", "塞不进", "用不了", "没法")),
    *(OperatorWord(t, "disjunction") for t in ("或", "或者", "或是", "还是", "要么", "抑或")),
    *(OperatorWord(t, "conjunction") for t in ("和", "与", "及", "以及", "并且", "而且", "跟", "同时", "并", "且", "加上", "又", "、")),
    *(OperatorWord(t, "count") for t in (
        "多少个", "多少款", "多少件", "多少台", "多少种", "多少条", "多少双", "多少块", "多少张", "多少只", "多少把", "多少部", "多少套", "多少项",
        "有几个", "有几款", "有几件", "有几台", "有几种", "有几条", "有几双", "有几块", "几种", "有多少", "数量", "总数", "总共有多少", "一共有多少",
        "总共多少", "一共多少", "共有多少", "的数量", "个数", "共有几款", "一共有几款", "总共有几款", "一共几款", "多少")),
    OperatorWord("平均", "aggregate", function="average"), OperatorWord("平均值", "aggregate", function="average"),
    OperatorWord("均值", "aggregate", function="average"), OperatorWord("合计", "aggregate", function="sum"),
    OperatorWord("总和", "aggregate", function="sum"), OperatorWord("总计", "aggregate", function="sum"),
    OperatorWord("加起来", "aggregate", function="sum"), OperatorWord("最大值", "aggregate", function="maximum"),
    OperatorWord("最小值", "aggregate", function="minimum"), OperatorWord("总共", "aggregate", function="sum"),
    OperatorWord("一共", "aggregate", function="sum"),
    *(OperatorWord(t, "group") for t in (
        "每个", "每种", "每款", "每类", "每件", "每台", "每", "各", "各个", "各种", "各自", "分别", "按", "按照", "每一个", "每一种", "各类")),
    OperatorWord("最后一个", "ordinal", number=-1), OperatorWord("最后一款", "ordinal", number=-1),
    OperatorWord("最后那个", "ordinal", number=-1), OperatorWord("最后一件", "ordinal", number=-1),
    OperatorWord("最后一条", "ordinal", number=-1), OperatorWord("后者", "ordinal", number=-1),
    OperatorWord("前者", "ordinal", number=1), OperatorWord("后面那个", "ordinal", number=-1),
    OperatorWord("前面那个", "ordinal", number=1),
    *(OperatorWord(t, "reference") for t in (
        "它", "它们", "它的", "它们的", "这款", "那款", "这个", "那个", "这件", "那件", "这条", "那条", "这双", "那双", "这台", "那台", "这块", "那块",
        "这只", "那只", "这套", "那套", "这把", "那把", "这张", "那张", "这部", "那部", "这些", "那些", "这种", "那种", "这几款", "那几款", "这几个",
        "那几个", "这两款", "这两个", "那两个", "那两款", "这两件", "这两条", "此款", "该款", "该产品", "这", "那", "其", "同款", "它俩", "这俩", "刚才那个",
        "刚才那款", "上面那个", "上面那款", "这几件", "这几条", "这三款", "这三个", "前面的", "刚才的", "上述", "这个产品", "这款产品")),
    *(OperatorWord(t, "existence") for t in (
        "有没有", "有无", "有", "带", "带有", "配有", "配备", "含有", "具有", "是否有", "有不有", "还有没有", "还有")),
    *(OperatorWord(t, "relaxation") for t in (
        "不限", "都可以", "都行", "无所谓", "随便", "随意", "不在乎", "不在意", "不介意", "没要求", "没有要求", "不重要", "什么都行", "什么都可以",
        "不挑", "没关系", "不管", "任意", "都好", "也可以", "也行", "没有限制", "不限制", "不考虑", "哪种都行", "放宽", "不做要求", "不作要求", "均可",
        "任何", "怎样都行", "没有偏好", "没偏好")),
    *(OperatorWord(t, "question") for t in (
        "什么", "哪", "哪个", "哪些", "哪款", "哪件", "哪条", "哪台", "哪种", "哪双", "哪块", "哪一个", "哪一款", "哪一种", "哪几款", "哪几个", "哪里",
        "怎样", "如何", "谁", "啥", "多少", "有哪些", "有什么", "是什么", "何时")),
    *(OperatorWord(t, "reason") for t in ("为什么", "为何", "怎么", "怎么不", "为啥", "什么原因", "原因")),
    *(OperatorWord(t, "polar") for t in (
        "吗", "么", "是否", "是不是", "能不能", "可不可以", "会不会", "要不要", "支不支持", "能否", "可否", "行不行", "合不合适")),
    *(OperatorWord(t, "compare") for t in (
        "比较", "比较一下", "对比", "对比一下", "相比", "相比较", "比一比", "比比", "区别", "差别", "差异", "有什么区别", "有什么不同", "有何不同", "不同",
        "哪个好", "哪个更好", "哪款好", "哪款更好", "哪一个好", "哪一款好", "pk", "vs", "还是哪个好", "谁更好", "优缺点", "有啥区别", "对照")),
    OperatorWord("最高", "superlative", "more"), OperatorWord("最大", "superlative", "more"),
    *(OperatorWord(t, "comparative", "less", positive=True) for t in (
        "排序", "排列", "从低到高", "从小到大", "从低到高排序", "从低到高排列", "从小到大排序", "升序")),
    *(OperatorWord(t, "comparative", "more", positive=True) for t in (
        "从高到低", "从大到小", "从高到低排序", "从高到低排列", "从大到小排序", "降序")),
    OperatorWord("最多", "superlative", "more"), OperatorWord("最低", "superlative", "less"),
    OperatorWord("最小", "superlative", "less"), OperatorWord("最少", "superlative", "less"),
    OperatorWord("最强", "superlative", "more"),
    OperatorWord("更高", "comparative", "more"), OperatorWord("更大", "comparative", "more"),
    OperatorWord("更多", "comparative", "more"), OperatorWord("更低", "comparative", "less"),
    OperatorWord("更小", "comparative", "less"), OperatorWord("更少", "comparative", "less"),
    OperatorWord("高一点", "comparative", "more"), OperatorWord("低一点", "comparative", "less"),
    OperatorWord("大一点", "comparative", "more"), OperatorWord("小一点", "comparative", "less"),
    OperatorWord("高一些", "comparative", "more"), OperatorWord("低一些", "comparative", "less"),
    OperatorWord("多一点", "comparative", "more"), OperatorWord("少一点", "comparative", "less"),
)  # fmt: skip

GRADABLES = (
    Gradable(("便宜", "实惠", "平价", "低价", "经济实惠", "划算", "价格低"), "less", roles=("price",)),
    Gradable(("贵", "昂贵", "高价", "价格高"), "more", roles=("price",)),
    Gradable(("重", "沉"), "more", dimensions=("mass",), nouns=("重量", "质量", "净重")),
    Gradable(("轻", "轻便", "轻巧", "轻量"), "less", dimensions=("mass",), nouns=("重量", "质量", "净重")),
    Gradable(("大",), "more", dimensions=("length", "volume", "area", "information"), nouns=("尺寸", "大小", "容量", "体积", "面积"), loose=True),
    Gradable(("小", "小巧", "紧凑", "迷你"), "less", dimensions=("length", "volume", "area", "information"), nouns=("尺寸", "大小", "容量", "体积", "面积"), loose=True),
    Gradable(("长",), "more", dimensions=("length", "time"), nouns=("长度", "时长", "续航")),
    Gradable(("短",), "less", dimensions=("length", "time"), nouns=("长度", "时长")),
    Gradable(("高",), "more", nouns=("高度",), loose=True),
    Gradable(("低",), "less", nouns=("高度",), loose=True),
    Gradable(("多",), "more", quality=True, loose=True),
    Gradable(("少",), "less", quality=True, loose=True),
    Gradable(("矮",), "less", dimensions=("length",), nouns=("高度",)),
    Gradable(("宽",), "more", dimensions=("length",), nouns=("宽度",)),
    Gradable(("窄",), "less", dimensions=("length",), nouns=("宽度",)),
    Gradable(("厚",), "more", dimensions=("length",), nouns=("厚度",)),
    Gradable(("薄", "轻薄"), "less", dimensions=("length",), nouns=("厚度",)),
    Gradable(("深",), "more", dimensions=("length",), nouns=("深度",)),
    Gradable(("快", "高速"), "more", dimensions=("frequency", "rotation", "data rate", "transfer rate", "speed", "frame rate"), nouns=("速度", "频率", "转速", "速率")),
    Gradable(("慢",), "less", dimensions=("frequency", "rotation", "data rate", "transfer rate", "speed", "frame rate"), nouns=("速度", "频率", "转速", "速率")),
    Gradable(("吵", "嘈杂", "响"), "more", dimensions=("sound level", "sound level (A)", "loudness"), nouns=("噪音", "噪声")),
    Gradable(("安静", "静音", "静", "低噪音", "低噪"), "less", dimensions=("sound level", "sound level (A)", "loudness"), nouns=("噪音", "噪声")),
    Gradable(("亮", "明亮"), "more", dimensions=("luminance", "luminous flux"), nouns=("亮度",)),
    Gradable(("暗",), "less", dimensions=("luminance", "luminous flux"), nouns=("亮度",)),
    Gradable(("热", "暖和", "保暖"), "more", dimensions=("temperature",), nouns=("温度", "保暖")),
    Gradable(("强劲", "强大", "强"), "more", dimensions=("power",), nouns=("功率", "性能")),
    Gradable(("新", "新款", "新上市"), "more", nouns=("日期", "年份", "上市"), dated=True, quality=True),
    Gradable(("旧", "老"), "less", nouns=("日期", "年份", "上市"), dated=True, quality=True),
    Gradable(("受欢迎", "热门", "热销", "好评", "评分高", "评价好", "口碑好", "火"), "more", roles=("rating",), nouns=("评分", "评价", "好评")),
    Gradable(("好", "棒", "不错"), "more", roles=("rating",), nouns=("评分", "评价"), quality=True),
    Gradable(("差", "评分低"), "less", roles=("rating",), nouns=("评分", "评价"), quality=True),
)  # fmt: skip

PROPERTY_WORDS = (
    PropertyWord(("多少钱", "价格", "价钱", "售价", "什么价", "什么价格", "什么价位", "几块钱", "多少元", "多少块", "贵吗", "贵不贵", "卖多少", "预算", "多贵",
                  "价位", "啥价", "怎么卖"), roles=("price",)),
    PropertyWord(("评分", "评价", "评论", "口碑", "好评率", "星级", "打分", "好不好"), roles=("rating",)),
    PropertyWord(("有货", "库存", "现货", "有没有货", "有货吗"), roles=("stock",)),
    PropertyWord(("品牌", "牌子", "厂商", "厂家", "制造商", "生产商", "什么牌子", "哪个牌子"), roles=("brand",)),
    PropertyWord(("重量", "多重", "有多重", "重不重"), dimensions=("mass",), nouns=("重量", "质量", "净重")),
    PropertyWord(("多长", "有多长"), dimensions=("length",), nouns=("长度",)),
    PropertyWord(("多久",), dimensions=("time",), nouns=("时长", "时间", "续航")),
    PropertyWord(("多高", "有多高"), dimensions=("length",), nouns=("高度",)),
    PropertyWord(("多宽", "有多宽"), dimensions=("length",), nouns=("宽度",)),
    PropertyWord(("多厚", "有多厚"), dimensions=("length",), nouns=("厚度",)),
    PropertyWord(("多深", "有多深"), dimensions=("length",), nouns=("深度",)),
    PropertyWord(("多大", "有多大", "尺寸", "大小"), dimensions=("length", "volume", "information"), nouns=("尺寸", "大小", "容量", "体积")),
    PropertyWord(("多快", "有多快", "速度"), dimensions=("frequency", "rotation", "data rate"), nouns=("速度", "频率", "转速")),
    PropertyWord(("多吵", "有多吵", "噪音", "噪声", "吵不吵", "吵吗"), dimensions=("sound level", "sound level (A)"), nouns=("噪音", "噪声")),
    PropertyWord(("多亮", "有多亮"), dimensions=("luminance",), nouns=("亮度",)),
)  # fmt: skip

UNITS: dict[str, tuple[str, ...]] = {
    "兆": ("MB",), "兆字节": ("MB",), "吉字节": ("GB",), "个g": ("GB",), "太字节": ("TB",), "克": ("g",), "千克": ("kg",), "公斤": ("kg",),
    "毫克": ("mg",), "毫米": ("mm",), "厘米": ("cm",), "公分": ("cm",), "米": ("m",), "公里": ("km",), "英寸": ("inch",), "寸": ("inch",),
    "吋": ("inch",), "英尺": ("ft",), "磅": ("lb",), "盎司": ("oz",), "瓦": ("W",), "瓦特": ("W",), "千瓦": ("kW",), "伏安": ("VA",), "伏": ("V",),
    "伏特": ("V",), "安": ("A",), "安培": ("A",), "毫安": ("mAh",), "毫安时": ("mAh",), "赫兹": ("Hz",), "赫": ("Hz",), "千赫": ("kHz",),
    "兆赫": ("MHz",), "吉赫": ("GHz",), "分贝": ("dB", "dBA"), "转": ("rpm",), "转每分": ("rpm",), "转/分": ("rpm",), "帧": ("fps",),
    "纳秒": ("ns",), "毫秒": ("ms",), "秒": ("s",), "分钟": ("min",), "小时": ("h",), "个小时": ("h",), "天": ("d",), "周": ("week",), "个月": ("month",),
    "年": ("year",), "升": ("L",), "毫升": ("mL",), "像素": ("px",), "万像素": ("MP",), "度": ("deg",), "摄氏度": ("degC",), "欧": ("ohm",),
    "欧姆": ("ohm",), "尼特": ("cd/m²",), "流明": ("lm",), "纳米": ("nm",),
}  # fmt: skip

_MEASURE = "款 个 件 条 台 块 双 只 套 把 张 部 种 根 颗 支 枚 份 副 顶 样 项 对 路 盏 口 组".split()

WORDS = LanguageWords(
    language="zh",
    function_words=FUNCTION_WORDS,
    closed_words=frozenset("的 地 得 了 着 过 吗 呢 吧 我 你 他 她 它 这 那 是 有 在 和 与 或 不 没 也 都 就 把 被".split()),
    fillers=FILLERS,
    operators=OPERATORS,
    gradables=GRADABLES,
    property_words=PROPERTY_WORDS,
    units=UNITS,
    currency_prefixes={"¥": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD"},
    currency_suffixes={
        "元": "CNY", "多元": "CNY", "多块": "CNY", "块": "CNY", "块钱": "CNY", "元钱": "CNY", "元人民币": "CNY", "人民币": "CNY", "圆": "CNY", "美元": "USD", "美金": "USD",
        "美刀": "USD", "刀": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD", "港元": "HKD", "¥": "CNY",
    },
    multipliers={"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8},
    number_words={**{w: float(n) for n, w in enumerate("零一二三四五六七八九")}, "两": 2.0, "俩": 2.0, "十": 1e1, "百": 1e2, "千": 1e3,
                  "万": 1e4, "亿": 1e8, "半": 0.5, "〇": 0.0},
    comparators_before={
        "低于": "<", "少于": "<", "小于": "<", "不到": "<", "不足": "<", "不满": "<", "轻于": "<", "短于": "<", "未满": "<",
        "不超过": "<=", "不大于": "<=", "不高于": "<=", "不多于": "<=", "最多": "<=", "至多": "<=", "最高": "<=", "最贵": "<=", "不能超过": "<=",
        "别超过": "<=", "不要超过": "<=", "控制在": "<=", "最大": "<=", "顶多": "<=", "不得超过": "<=", "没超过": "<=", "不重于": "<=",
        "高于": ">", "大于": ">", "超过": ">", "多于": ">", "超出": ">", "重于": ">", "长于": ">", "大过": ">", "高过": ">",
        "不少于": ">=", "不低于": ">=", "不小于": ">=", "至少": ">=", "最少": ">=", "起码": ">=", "最低": ">=", "最小": ">=", "至少要": ">=", "至少有": ">=",
        "不短于": ">=", "最起码": ">=", "至少得": ">=",
        "大约": "~", "大概": "~", "约": "~", "差不多": "~", "接近": "~", "将近": "~", "约为": "~",
        "等于": "=", "正好": "=", "刚好": "=", "恰好": "=", "不等于": "!=",
    },
    comparators_after={
        "以内": "<=", "之内": "<=", "内": "<=", "以下": "<=", "之下": "<=", "及以下": "<=", "或以下": "<=", "封顶": "<=", "为上限": "<=", "或更低": "<=", "或更少": "<=",
        "以上": ">=", "之上": ">=", "及以上": ">=", "或以上": ">=", "起": ">=", "起步": ">=", "往上": ">=", "或更高": ">=", "或更多": ">=", "或更大": ">=", "多": ">",
        "左右": "~", "上下": "~", "前后": "~",
    },
    range_separators=("到", "至", "-", "~"),
    range_starts=("在", "从", "介于", "处于"),
    range_ends=("之间", "区间", "范围内", "范围"),
    pair_separators=("和", "与", "跟"),
    count_nouns=("数量", "数"),
    each_nouns=("每", "单"),
    measure_words=(*_MEASURE, "码", "号"),
    ordinal_pattern=r"第(\d{1,2}|[一二三四五六七八九十]{1,2})(?:" + "|".join(_MEASURE) + r")?(?![\d十代届期版章季])",
    limit_pattern=r"前(\d{1,3}|[一二两三四五六七八九十]{1,2})(?:名|位|" + "|".join(_MEASURE) + ")?",
    preference_words=("偏好", "要求", "限制", "讲究"),
    budget_words=("预算",),
    negatable_starts=frozenset("带有含配"),
    negating_characters=frozenset("不没"),
    detection_words=frozenset("的 吗 呢 是 有 多少 什么 哪 怎么 和 推荐 比较 我 想 买 要 给 帮 能 最 这 那 以内 以上 以下 请 个 款 一下 跟".split()),
)  # fmt: skip
