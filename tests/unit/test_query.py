"""The quick way to take a query apart gives what Django's gives."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from omeroweb.http.query import MANY, quick_query

WORDS = ("tile=0,1,2", "c=1|0:9$FF0000", "c=1%7C0:9%24F00", "m=c", "v", "=", "&", "a=b=c", "%")
texts = st.lists(st.sampled_from(WORDS) | st.text("ab=&%2+;#é\x00", max_size=6)).map("&".join)


def django(text: str) -> QueryDict:
    return QueryDict(text.encode("latin-1"))


@given(texts)
def test_any_query_is_what_django_makes_of_it(text: str) -> None:
    found = quick_query(text)
    assert found == django(text)
    assert dict(found.lists()) == dict(django(text).lists())


@pytest.mark.parametrize("text", ["", "c=%ff", "a=1&a=2&a", "a=1;b=2", "x=" + "&x=" * MANY])
def test_this_query_is_what_django_makes_of_it(text: str) -> None:
    assert quick_query(text) == django(text)


def test_it_may_not_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        quick_query("a=1")["a"] = "2"
