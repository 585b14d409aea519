#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of compare.sh --against: which build is worse, and by how much it may be. Nothing is measured here."""

import unittest

import against
from figures import Rule


def results(this, that):
    """Of 'saturation', with these deliveries/s."""
    return {"saturation": {build: [{"deliveries_per_second": value, "probe_ms": {"p99": 5}} for value in values]
                           for build, values in ((against.THIS, this), (against.THAT, that))}}


class Rules(unittest.TestCase):
    def test_costs_may_be_3_percent_more(self):
        self.assertTrue(Rule.COST.holds([1, 103, 500], [100]))
        self.assertFalse(Rule.COST.holds([104], [100]))
        self.assertTrue(Rule.COST.holds([10], [100]))

    def test_yields_may_be_3_percent_less(self):
        self.assertTrue(Rule.YIELD.holds([97], [100]))
        self.assertFalse(Rule.YIELD.holds([1, 96, 500], [100]))
        self.assertTrue(Rule.YIELD.holds([1000], [100]))

    def test_a_tail_is_judged_by_the_worst_run_of_the_other(self):
        self.assertTrue(Rule.TAIL.holds([1, 30, 90], [10, 20, 30]))
        self.assertFalse(Rule.TAIL.holds([1, 31, 31], [10, 20, 30]))


class Verdict(unittest.TestCase):
    def test_shows_medians_ratio_spread_and_all_runs(self):
        (row,) = against.judge(results([90, 120, 100], [100, 99, 101]), ["saturation"])
        self.assertEqual((row["figure"], row["ratio"], row["pass"]), ("deliveries/s", 1, True))
        line = against.table([row]).splitlines()[-1]
        self.assertIn("| 100 | 100 | 1.000 | pass | 30.0 % | 2.0 % | 90, 120, 100 | 100, 99, 101 |", line)

    def test_a_run_without_a_value_is_a_miss(self):
        (row,) = against.judge(results([None, 200, 200], [100, 100, 100]), ["saturation"])
        self.assertFalse(row["pass"])
        self.assertIn("| not measured | 100 |", against.table([row]))

    def test_every_row_that_it_offers_has_a_figure_and_is_measured(self):
        empty = {name: {build: [] for build in against.BUILDS} for name in against.SECONDS}
        for row in against.ROWS:
            self.assertTrue(against.judge(empty, [row]), row)


if __name__ == "__main__":
    unittest.main()
