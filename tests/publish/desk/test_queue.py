"""What comes next in the queue."""

from onrecord.publish.desk.queue import Queue


def test_after_the_last_comes_the_first_and_after_one_that_is_gone_the_first() -> None:
    queue = Queue((7, 3, 9), 0, 3)
    assert [queue.after(n) for n in (7, 3, 9, 100)] == [3, 9, 7, 7]


def test_there_is_none_after_the_only_one() -> None:
    assert Queue((7,), 0, 1).after(7) is None
    assert Queue((), 4, 0).after(7) is None
