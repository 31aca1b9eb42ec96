"""What is said in a replay, as its transcript and as its captions (WebVTT): both are made of the same sentences."""

import datetime
from collections.abc import Sequence
from functools import partial
from html import escape
from itertools import pairwise

from django.core.files.base import ContentFile

from wagtail.documents import get_document_model

from cms.demo.record import Record


def transcript(said: Sequence[str]) -> str:
    """One paragraph for each sentence; "" for none."""
    return "".join(f"<p>{escape(sentence, quote=False)}</p>" for sentence in said)


def captions(record: Record, key: str, language: str, *, said: Sequence[str], at: Sequence[int]):
    """The stored file of captions, made once; None after an editor deleted it.

    `at`: the seconds at which each sentence begins, and the second at which the last one ends.
    """
    store = partial(_store, f"demo-{key}-{language}.vtt", vtt(said, at), author=record.author)
    return record.once(f"captions:{key}:{language}", store)


def vtt(said: Sequence[str], at: Sequence[int]) -> str:
    """A WebVTT file with a cue for each sentence; `at` as above."""
    cues = [
        f"{_clock(start)} --> {_clock(end)}\n{escape(sentence, quote=False)}"
        for sentence, (start, end) in zip(said, pairwise(at), strict=True)
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _clock(seconds: int) -> str:
    return f"{datetime.timedelta(seconds=seconds)}.000".zfill(12)


def _store(filename: str, text: str, *, author):
    file = ContentFile(text.encode(), name=filename)
    return get_document_model().objects.create(title=filename, file=file, uploaded_by_user=author)
