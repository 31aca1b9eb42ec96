"""What a browser would send back of a form that nobody touched."""

from django.http import QueryDict

from lxml import html

# HTML 13.2.5: what stands in a control instead of NUL.
SHOWN_FOR_NUL = "\N{REPLACEMENT CHARACTER}"
NOT_SENT = {"submit", "button", "image", "reset", "file"}


def form_values(page: bytes, form_id: str) -> QueryDict:
    """The successful controls of a form (HTML 4.10.22.4), without buttons, files and the token against forgery."""
    values = QueryDict(mutable=True)
    for control in _controls(page, form_id):
        if "disabled" not in control.attrib:
            values.setlist(control.name, values.getlist(control.name) + _sent(control))
    return values


def disabled_controls(page: bytes, form_id: str) -> dict[str, bool]:
    """Whether a control cannot be changed, by its name."""
    return {control.name: "disabled" in control.attrib for control in _controls(page, form_id)}


def _controls(page: bytes, form_id: str) -> list[html.HtmlElement]:
    text = page.decode().replace("\0", SHOWN_FOR_NUL)
    (form,) = html.document_fromstring(text).xpath("//form[@id=$form_id]", form_id=form_id)
    controls = form.iter("input", "textarea", "select")
    return [control for control in controls if control.name not in {None, "", "csrfmiddlewaretoken"}]


def _sent(control: html.HtmlElement) -> list[str]:
    if control.tag == "textarea":
        # HTML drops the line break that begins a textarea.
        return [control.value.removeprefix("\n")]
    if control.tag == "select":
        chosen = [control.value] if not control.multiple else list(control.value)
        return [value for value in chosen if value is not None]
    if control.type in NOT_SENT:
        return []
    if control.type in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.checked else []
    return [control.get("value", "")]
