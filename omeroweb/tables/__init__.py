"""Tables in CSV files, and conditions on their rows. No Django here."""

from omeroweb.tables.conditions import BadCondition, matching
from omeroweb.tables.csv_table import Column, NotATable, Table, read_csv

__all__ = ["BadCondition", "Column", "NotATable", "Table", "matching", "read_csv"]
