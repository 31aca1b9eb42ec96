"""What a user may do on the board. The permissions of a user are read once; then every question costs no query."""

from functools import cached_property

from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.board.cells import State
from events.board.reading import Row
from events.models import HomePage
from events.roles import SUBMIT


class Powers:
    """Of one user, during one request."""

    def __init__(self, user):
        self.user = user
        self.policy = policy_registry.get_by_type(Page)

    def may_edit(self, page: Page) -> bool:
        """Whether the user may open the page's form."""
        return self.policy.user_has_permission_for_instance(self.user, "change", page)

    @property
    def may_add_pages(self) -> bool:
        """Whether the user may add pages anywhere."""
        return self.policy.user_has_permission(self.user, "add")

    def may_translate(self, language: str) -> bool:
        """Whether the user may make the page of a missing translation into a language."""
        return language in self._translated

    def may_work(self, row: Row, language: str, state: State) -> bool:
        """Whether the user may do what a cell lacks."""
        if state is State.MISSING:
            return self.may_translate(language)
        return self.may_edit(row.pages[language])

    @cached_property
    def _translated(self) -> frozenset[str]:
        if not (self.user.has_perm(SUBMIT) or self.policy.user_has_permission(self.user, "publish")):
            return frozenset()
        homes = HomePage.objects.filter(depth=2).select_related("locale")
        return frozenset(home.language for home in homes if self._may_translate_below(home))

    def _may_translate_below(self, home: HomePage) -> bool:
        """Translators below the home of their language, and where they write those who may submit translations anywhere."""
        actions = {"add", "change"} if self.user.has_perm(SUBMIT) else {"publish"}
        return self.policy.user_has_any_permission_for_instance(self.user, actions, home)
