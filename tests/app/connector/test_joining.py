"""Learning names by searching, or by reading everything."""

from dataclasses import dataclass, field

import pytest

from orderdock.connector.joining import Joining
from orderdock.domain.errors import NotAllowed, Unreachable


@dataclass
class Catalogue:
    """Finds what holds any of the words; pages of three."""

    names: list[str]
    many: bool = False
    blind: bool = False
    known: set[str] = field(default_factory=set)
    searches: list[tuple[list[str], int]] = field(default_factory=list)
    read: int = 0
    trouble: Exception | None = None

    async def search(self, names: list[str], offset: int) -> tuple[int, int | None]:
        self.searches.append((names, offset))
        if self.trouble is not None:
            raise self.trouble
        words = {word for name in names for word in name.split("-")}
        found = [n for n in self.names if words & set(n.split("-"))] if not self.blind else []
        page = found[offset : offset + 3]
        self.known.update(page)
        return len(page), len(found)

    async def read_all(self) -> bool:
        self.read += 1
        if not self.many:
            self.known.update(self.names)
        return not self.many

    def joining(self, batch: int = 10, most: int = 3) -> Joining:
        return Joining(self.known.__contains__, self.search, self.read_all, batch, most)


async def test_each_name_is_searched_for_once_whether_it_is_there_or_not() -> None:
    catalogue = Catalogue(["a", "b", "c"])
    joining = catalogue.joining()
    for _ in range(3):
        await joining.learn(["a", "b", "b", "gone"])
    assert catalogue.searches == [(["a", "b", "gone"], 0)]
    assert catalogue.known == {"a", "b"}


async def test_similar_ones_are_paged_through_until_the_exact_one_is_met() -> None:
    catalogue = Catalogue([*(f"x{n}-red" for n in range(7)), "kettle-red"])
    await catalogue.joining(most=5).learn(["kettle-red"])
    assert [offset for _, offset in catalogue.searches] == [0, 3, 6]
    assert "kettle-red" in catalogue.known
    assert catalogue.read == 0


async def test_a_search_that_finds_nothing_at_all_is_not_believed() -> None:
    catalogue = Catalogue(["a", "b"], blind=True)
    joining = catalogue.joining()
    await joining.learn(["a"])
    await joining.learn(["b", "gone"])
    assert (len(catalogue.searches), catalogue.read) == (1, 1)
    assert catalogue.known == {"a", "b"}


async def test_after_many_searches_everything_is_read_and_none_follows() -> None:
    catalogue = Catalogue(list("abcdefgh"))
    joining = catalogue.joining(batch=1)
    for name in "abcdefgh":
        await joining.learn([name])
    assert (len(catalogue.searches), catalogue.read) == (3, 1)


async def test_where_everything_is_too_much_searching_goes_on() -> None:
    catalogue = Catalogue(list("abcdefgh"), many=True)
    joining = catalogue.joining(batch=1)
    for name in "abcdefgh":
        await joining.learn([name])
    assert (len(catalogue.searches), catalogue.read) == (8, 1)
    assert catalogue.known == set("abcdefgh")


async def test_names_come_in_batches_and_those_that_came_along_are_left_out() -> None:
    catalogue = Catalogue(["a-1", "a-2", "b"])
    await catalogue.joining(batch=1).learn(["a-1", "a-2", "b"])
    assert [names for names, _ in catalogue.searches] == [["a-1"], ["b"]]


async def test_a_person_who_may_not_search_learns_nothing_and_goes_on() -> None:
    catalogue = Catalogue(["a"], trouble=NotAllowed("No."))
    joining = catalogue.joining()
    await joining.learn(["a"])
    await joining.learn(["b"])
    assert joining.refused
    assert len(catalogue.searches) == 1


async def test_a_passing_trouble_is_no_refusal() -> None:
    joining = Catalogue(["a"], trouble=Unreachable("Gone.")).joining()
    with pytest.raises(Unreachable):
        await joining.learn(["a"])
    assert not joining.refused
