"""Short names for the arrays that the methods pass on. The last axis always runs over the areas."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]
