"""What others do with the same data, on the same machine, in the same run."""
