"""The steps from each shape of the tables to the next.

A change of `tables.py` needs one: copy the newest file under `versions`, count on, and write `upgrade`. The
test `test_the_steps_end_where_the_tables_are` says what it still lacks. A published step is never changed.
"""
