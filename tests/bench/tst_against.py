#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Sluice authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict of compare.sh --against: which build is worse, and by how much it may be. Nothing is measured here."""

import unittest

import against
from figures import FIGURES, Rule


def judged(this, that, runs=3):
    """The row of deliveries/s, after these were measured."""
    results = {build: [{"deliveries_per_second": value} for value in values]
               for build, values in ((against.THIS, this), (against.THAT, that))}
    (row,) = against.judge({"saturation": results}, ["saturation"], runs)
    return row


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
        row = judged([90, 120, 100], [100, 99, 101])
        self.assertEqual((row["figure"], row["ratio"], row["pass"]), ("deliveries/s", 1, True))
        line = against.table([row]).splitlines()[-1]
        self.assertIn("| 100 | 100 | 1.000 | pass | 30.0 % | 2.0 % | 90, 120, 100 | 100, 99, 101 |", line)

    def test_a_run_without_a_value_is_a_miss(self):
        row = judged([None, 200, 200], [100, 100, 100])
        self.assertFalse(row["pass"])
        self.assertIn("| not measured | 100 |", against.table([row]))

    def test_of_several_times_in_a_run_the_undisturbed_count(self):
        self.assertEqual(against.value_of_run(Rule.COST, [40, 10, 12, 30, 14]), 12)
        self.assertEqual(against.value_of_run(Rule.YIELD, [40, 10, 12, 30]), 35)
        self.assertEqual(against.value_of_run(Rule.TAIL, [40, 10, 12]), 12)
        self.assertEqual(judged([50, 100, 98, 90], [100, 100, 100, 100], runs=2)["this"], [100, 98])

    def test_what_has_a_rule_has_a_trial(self):
        self.assertEqual(set(against.TRIAL_OF), {key for key, figure in FIGURES.items() if figure.rule})
        self.assertLessEqual(set(against.TRIAL_OF.values()), {trial.name for trial in against.TRIALS})

    def test_measures_what_a_row_needs_and_no_more(self):
        names = lambda *rows: [trial.name for trial in against.contest(rows, 5, quick=False).trials]
        self.assertEqual(names("memory"), ["connect, one core"])
        self.assertEqual(names("publish-latency"), ["publish", "publish-latency"])
        self.assertEqual(names(*against.ROWS), [trial.name for trial in against.TRIALS])


if __name__ == "__main__":
    unittest.main()
