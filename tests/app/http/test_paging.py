from orderdock.http.paging import next_offset, next_page


def test_offsets_go_on_until_a_page_is_not_full() -> None:
    assert next_offset(0, 100, 100) == 100
    assert next_offset(100, 30, 100) is None
    assert next_offset(100, 0, 100) is None


def test_page_numbers_go_on_until_all_is_there() -> None:
    assert next_page(1, 50, 50) == 2
    assert next_page(2, 49, 50) is None
    assert next_page(2, 49, 50, total=130) == 3
    assert next_page(3, 30, 50, total=130) is None
    assert next_page(3, 0, 50, total=500) is None
