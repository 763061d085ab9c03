"""The words of each language; each module holds one `LanguageWords` named WORDS, and all are equals."""

from kgchat.nlu.lang import en, zh
from kgchat.nlu.lang.words import Gradable, LanguageWords, OperatorWord, PropertyWord
from kgchat.turn import Language

WORDS: dict[Language, LanguageWords] = {"en": en.WORDS, "zh": zh.WORDS}

__all__ = ["WORDS", "Gradable", "LanguageWords", "OperatorWord", "PropertyWord"]
