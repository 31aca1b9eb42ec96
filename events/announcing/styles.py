"""The looks of a mail, written into its elements: mail programs drop style sheets, and Outlook knows little of CSS.

Nothing here names a side: the direction of the text is the `dir` of the elements.
"""

from django.utils.safestring import SafeString, mark_safe

import nh3

from events.markup import ATTRIBUTES, SCHEMES, TAGS

INK, SOFT, PAPER, GROUND, ACCENT, RULE = "#15130f", "#4a453b", "#ffffff", "#f6f3ec", "#8c1c0c", "#cfc9bc"
SANS = "font-family:Arial,Helvetica,sans-serif"
TEXT = f"margin:0 0 12px;{SANS};font-size:16px;line-height:24px;color:{INK}"

STYLES = {
    "body": f"margin:0;padding:0;background-color:{GROUND}",
    "outer": f"background-color:{GROUND};padding:16px",
    "sheet": f"background-color:{PAPER};max-width:640px;width:100%;overflow-wrap:anywhere;word-break:break-word",
    "cell": "padding:24px",
    "rule": f"padding:24px;border-top:1px solid {RULE}",
    "above": f"margin:0 0 4px;{SANS};font-size:15px;line-height:22px;color:{SOFT}",
    "h1": f"margin:0 0 12px;{SANS};font-size:26px;line-height:34px;font-weight:bold;color:{INK}",
    "h2": f"margin:0 0 12px;{SANS};font-size:18px;line-height:26px;font-weight:bold;color:{ACCENT}",
    "notice": f"margin:0 0 12px;padding:8px 12px;background-color:{GROUND};{SANS};font-size:16px;line-height:24px;color:{INK}",
    "p": TEXT,
    "small": f"margin:0 0 8px;{SANS};font-size:14px;line-height:20px;color:{SOFT}",
    "list": f"margin:0 0 12px;{SANS};font-size:16px;line-height:24px;color:{INK}",
    "item": "margin:0 0 6px",
    "label": f"padding:4px 0;{SANS};font-size:14px;line-height:22px;color:{SOFT};vertical-align:top",
    "value": f"padding:4px 12px;{SANS};font-size:16px;line-height:22px;color:{INK};vertical-align:top",
    "button": f"background-color:{ACCENT};padding:12px 20px",
    "press": f"{SANS};font-size:16px;line-height:22px;font-weight:bold;color:{PAPER};text-decoration:none",
    "link": f"color:{ACCENT}",
    "photo": "padding:4px;vertical-align:top",
    "image": "display:block;border:0;max-width:100%;height:auto",
    "logo": "display:block;border:0",
}
_PROSE = {
    **dict.fromkeys(["p", "ul", "ol", "blockquote"], TEXT),
    **dict.fromkeys(["h2", "h3", "h4"], STYLES["h2"]),
    "a": STYLES["link"],
}


def styled(html: str) -> SafeString:
    """Rich text of an announcement, its elements with their looks. By the allow-list once more: nothing else gets a style."""
    styles = {tag: {"style": style} for tag, style in _PROSE.items()}
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        set_tag_attribute_values=styles,
        link_rel=None,
    )
    return mark_safe(clean)  # noqa: S308  (nh3 has cleaned it)
