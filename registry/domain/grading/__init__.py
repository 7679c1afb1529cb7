"""Grading: from an account's dated facts and the dated rulebook to its tier, its points and the measure
proposed.

Pure: values in, values out, no clock and no disk beyond the packaged rulebooks. The tier is an internal
management label without outward effect; a measure is only ever proposed here, people decide it
(个人信息保护法 第二十四条).

Read on from evaluate.py; the rulebook's shape is rulebook.py, what the ledger hands in is facts.py, what
comes out is outcome.py, and explain.py reads the outcome back in order.
"""
