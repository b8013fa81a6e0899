### Operators compared, and time.

stage-comparison = Comparing operators
