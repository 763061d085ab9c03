"""Openings by hand, from which the transformer composes its own first sentence.

They claim nothing: no product, no value, no promise. Only word sequences that join up here can be written.
"""

from __future__ import annotations

from kgchat.turn import Language

OPENINGS: dict[Language, tuple[str, ...]] = {
    "en": (
        "Happy to help with that.",
        "Happy to help you choose.",
        "Glad to help.",
        "Glad you asked.",
        "Glad you asked, let me show you what I have.",
        "I'm glad you asked.",
        "I'm happy to help you with that.",
        "I'd be happy to help you choose.",
        "Of course, let me show you.",
        "Of course, let me show you what I have found.",
        "Sure, let me help you with that.",
        "Sure, let me show you what I found.",
        "Let me show you what I found.",
        "Let me show you what the catalogue has.",
        "Let me help you choose.",
        "Let's have a look.",
        "Let's have a look at what the catalogue has.",
        "Let's see what I have for you.",
        "Sure, here is what I have for you.",
        "Here is what I found for you.",
        "I have had a look for you.",
        "I have had a look at the catalogue for you.",
        "Thanks for asking, here is what I found.",
        "Thanks for asking, let me show you.",
    ),
    "zh": (
        "好的，我来帮您看看。",
        "好的，我来帮您挑一挑。",
        "好的，马上帮您看看。",
        "好的，这就帮您挑一挑。",
        "好嘞，我来帮您看看。",
        "好嘞，这就帮您看看。",
        "当然可以，我来帮您挑一挑。",
        "当然可以，我帮您看了一下。",
        "我帮您看了一下目录。",
        "我帮您看了一下，给您说说。",
        "我来帮您看看目录里的情况。",
        "很高兴为您介绍。",
        "很高兴帮您挑一挑。",
        "谢谢您的提问，我来看看。",
        "谢谢您的提问，给您介绍一下。",
        "来，我给您介绍一下。",
        "来，我们一起看看。",
        "好呀，我们一起看看。",
        "好呀，我来给您介绍一下。",
    ),
}
