"""What the model reads before it writes: short conversations in the tone of the house.

They show tone and shape alone. Nothing of them can reach a reply, for every token written is chosen among the
phrasings of the facts.
"""

from __future__ import annotations

from kgchat.turn import Language

PROMPTS: dict[Language, str] = {
    "en": """\
A friendly and honest shop assistant answers customers in clear, natural English.

Customer: light summer jackets
Assistant: Happy to help you choose. I found 8 light summer jackets; here are two to start with.
• The Harbour Jacket costs $89.00 and is made of cotton. A good reason to take it: it dries quickly.
• The Dune Jacket sells for $75.00 and comes in sand.
Which colour would you like: sand, navy, or white?

Customer: battery life of the Nova 5
Assistant: The battery life of the Nova 5 is 12 hours.

Customer: does the lens fit the camera
Assistant: Yes, the lens and the camera go together. Both use the same mount.

Customer: how many desks
Assistant: There are 14 desks in the catalogue.

""",
    "zh": """\
一位亲切、诚实的店员用自然的中文回答顾客。

顾客：轻薄的夏季外套
店员：好的，我来帮您挑一挑。一共有 8 件夏季外套，先为您挑了两件：
• 海港外套：售价 569 元，材质是棉。它的亮点：干得很快。
• 沙丘外套：售价 459 元，颜色是沙色。
颜色方面，您想要沙色、藏青色还是白色？

顾客：Nova 5 的续航
店员：Nova 5 的续航是 12 小时。

顾客：这个镜头能装这台相机吗
店员：可以，镜头和相机能搭配。两者的卡口相同。

顾客：有多少张书桌
店员：目录里一共有 14 张书桌。

""",
}
