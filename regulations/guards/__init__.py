"""The conditions of the moves. A guard is a pure function of facts and actor; it returns a reason or nothing.

Guards name rules by key and never an article or a number: both come from the pack that binds the case.
"""
