"""Whole numbers as people and programs write them, however long."""

import pytest

from tests.app.cli.test_export_command import Run, run

__all__ = ["run"]  # the fixture


@pytest.mark.parametrize("endless", ["99999999999999999999", "9" * 5000])
def test_a_number_beyond_all_rows_means_all_of_them(run: Run, endless: str) -> None:
    assert len(run("orders", "--json", "--limit", endless).objects) == 3
    beyond = run("orders", "--json", "--limit", endless, "--offset", endless)
    assert (beyond.code, beyond.out, beyond.err) == (0, "", "")


def test_zeros_before_a_number_do_not_matter(run: Run) -> None:
    assert len(run("orders", "--json", "--limit", "0" * 5000 + "2").objects) == 2
    assert run("orders", "--json", "--limit", "0" * 5000).out == ""
