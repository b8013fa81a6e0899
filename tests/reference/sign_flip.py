#!/usr/bin/env python3
"""Check values of the two-sided sign-flip test in src/analysis/sign_flip.rs, from SciPy's exact permutation test of paired
samples (permutation_type="samples" against zeros swaps the sign of each difference) and by plain enumeration of fractions."""
from fractions import Fraction as F
from itertools import product
import numpy as np
from scipy.stats import permutation_test

CASES = [[F(1, 2)], [F(1)] * 5, [F(1)] * 6, [F(0), F(0), F(1, 2), F(-1, 4), F(1), F(3, 4)],
         [F(1, 3), F(-2, 3), F(1, 2), F(1, 2), F(1), F(0), F(1, 4), F(1, 4)],
         [F(i, 10) for i in (2, 4, -1, 3, 6, 5, 1, -2, 7, 3)]]
for d in CASES:
    observed = abs(sum(d))
    exact = F(sum(abs(sum(s * x for s, x in zip(signs, d))) >= observed for signs in product((1, -1), repeat=len(d))), 2 ** len(d))
    x = np.array([float(v) for v in d])
    if len(d) == 1:  # SciPy asks for two
        print([str(v) for v in d], float(exact))
        continue
    scipy = permutation_test((x, np.zeros(len(d))), lambda a, b: abs(np.mean(a - b)), permutation_type="samples",
                             alternative="greater", n_resamples=np.inf, vectorized=False).pvalue
    # SciPy compares with a relative tolerance of its own; both count assignments.
    assert abs(float(exact) - scipy) < 1e-12, (d, exact, scipy)
    print([str(v) for v in d], float(exact))
