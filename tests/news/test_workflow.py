"""Every verb of news in every state."""

import pytest

from matchbox.core.errors import NotNow
from matchbox.core.workflow import ALREADY
from matchbox.news.workflow import NEWS, NewsState

NO_DRAFT = "取り下げられるのは、「公開中」のお知らせです。"
ALLOWED = {
    (NewsState.DRAFT, "publish"): NewsState.PUBLIC,
    (NewsState.WITHDRAWN, "publish"): NewsState.PUBLIC,
    (NewsState.PUBLIC, "withdraw"): NewsState.WITHDRAWN,
}
REFUSED = {
    (NewsState.PUBLIC, "publish"): ALREADY,
    (NewsState.DRAFT, "withdraw"): NO_DRAFT,
    (NewsState.WITHDRAWN, "withdraw"): ALREADY,
}


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
@pytest.mark.parametrize("state", list(NewsState), ids=lambda state: state.value)
def test_the_table_of_verbs_and_states(state, verb):
    if (state, verb) in ALLOWED:
        assert NEWS.after(state, verb) is ALLOWED[state, verb]
        return
    with pytest.raises(NotNow) as refusal:
        NEWS.after(state, verb)
    assert refusal.value.first == REFUSED[state, verb]


def test_news_begins_as_a_draft():
    assert NEWS.initial is NewsState.DRAFT
