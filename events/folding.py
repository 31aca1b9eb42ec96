"""One folded text that search indexes and queries: no accents, no vowel points, no capitals. Pure.

SQLite's full-text index keeps Greek accents and Hebrew points, so a reader who leaves them out would find nothing.
"""

import re
import unicodedata

# Letters that are another letter, or two, with nothing to take away.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
_WORD = re.compile(r"[^\W_]+")
# What is looked at of a query: more says no more, and a request must end.
LONGEST_QUERY = 400
MOST_WORDS = 8
LONGEST_WORD = 40


def fold(text: str) -> str:
    """Decomposed, without combining marks, in lower case as Unicode compares (a final sigma is a sigma). Any str; idempotent."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return unicodedata.normalize("NFKC", bare.casefold().translate(_LETTERS))


def folded_words(*texts: str) -> str:
    """The words of some texts, folded, with blanks between them."""
    return " ".join(word for text in texts for word in _WORD.findall(fold(text)))


def words_asked(query: str) -> tuple[str, ...]:
    """The folded words of what somebody typed, each once: letters and digits only. Empty where there is none."""
    words = (word[:LONGEST_WORD] for word in _WORD.findall(fold(query[:LONGEST_QUERY])))
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def begins_all(words: tuple[str, ...], *, folded: str) -> bool:
    """Whether each of the words begins a word of a folded text."""
    known = folded.split()
    return all(any(each.startswith(word) for each in known) for word in words)
