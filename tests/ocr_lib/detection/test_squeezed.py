"""The second look: letters of spaced labels and frames around several rows give way to rows, all else stays."""

from __future__ import annotations

import numpy as np

from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.squeezed import may_be_spaced, with_rows


def frame(x, y, width, height, angle=0.0):
    box = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], dtype=float)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return TextFrame((box @ turn).astype(np.float32), 0.9)


def boxes(frames):
    return sorted((*np.round(f.corners[0]).astype(int), round(f.width), round(f.height)) for f in frames)


def seen(_row):
    return True


def unseen(_row):
    return False


LABEL = [frame(x, 100, 36, 36) for x in (0, 90, 180, 270)]
ROW = frame(0, 100, 306, 36)


def test_letters_of_a_spaced_label_become_its_row():
    assert boxes(with_rows(LABEL, [ROW], unseen)) == boxes([ROW])


def test_the_rest_of_such_a_row_goes_with_its_letters():
    rest, whole = frame(360, 100, 200, 36), frame(0, 100, 560, 36)
    assert boxes(with_rows([*LABEL, rest], [whole], unseen)) == boxes([whole])


def test_the_cells_of_a_table_row_stay_apart():
    cells = [frame(0, 0, 120, 30), frame(200, 0, 30, 30), frame(300, 0, 110, 30), frame(500, 0, 100, 30)]
    assert boxes(with_rows(cells, [frame(0, 0, 600, 30)], seen)) == boxes(cells)


def test_a_frame_around_two_rows_becomes_both():
    rows = [frame(0, 0, 200, 30), frame(0, 34, 180, 30)]
    assert boxes(with_rows([frame(0, 0, 200, 64)], rows, unseen)) == boxes(rows)


def test_letters_in_shapes_of_their_own_stay_apart():
    # Half as wide, a row of discs with a letter each is one frame, as high as the discs.
    discs = frame(-40, 60, 386, 90)
    assert boxes(with_rows(LABEL, [discs], unseen)) == boxes(LABEL)


def test_a_letter_is_never_taken_for_several_rows():
    letter, strokes = frame(0, 0, 80, 84), [frame(4, 2, 72, 36), frame(4, 44, 72, 36)]
    assert boxes(with_rows([letter], strokes, unseen)) == boxes([letter])


def test_a_standing_text_stays():
    standing, letters = frame(0, 0, 40, 300), [frame(5, y, 20, 30) for y in (0, 60, 120)]
    assert boxes(with_rows([standing], letters, unseen)) == boxes([standing])


def test_a_row_that_the_first_look_passed_over_is_taken_only_where_it_saw_print():
    there, passed_over = frame(0, 0, 200, 30), frame(0, 60, 200, 30)
    assert boxes(with_rows([there], [there, passed_over], seen)) == boxes([there, passed_over])
    assert boxes(with_rows([there], [there, passed_over], unseen)) == boxes([there])


def test_a_row_over_several_frames_is_not_taken_beside_them():
    parts = [frame(0, 0, 90, 30), frame(100, 0, 90, 30), frame(200, 0, 90, 30), frame(300, 0, 90, 30)]
    assert boxes(with_rows(parts, [frame(0, 0, 390, 30)], seen)) == boxes(parts)


def test_rows_of_a_tilted_page_are_told_apart():
    tilt = 0.1
    frames = [frame(0, y, 600, 30, tilt) for y in (0, 40, 80)]
    rows = [frame(0, y, 600, 29, tilt) for y in (0, 40, 80)]
    assert boxes(with_rows(frames, rows, seen)) == boxes(frames)


def test_one_look_alone_is_kept():
    assert boxes(with_rows([], [ROW], unseen)) == boxes([ROW])
    assert boxes(with_rows(LABEL, [], seen)) == boxes(LABEL)


def test_only_letters_or_high_frames_ask_for_a_second_look():
    line = frame(0, 0, 300, 30)
    assert not may_be_spaced([line, line, frame(400, 0, 20, 30)])
    assert may_be_spaced([line, *LABEL])
    assert may_be_spaced([line, frame(0, 50, 200, 64)])
    assert not may_be_spaced([])
