"""Forms of places, one module per noun."""
