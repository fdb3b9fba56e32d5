"""The raw material of Lauterfeld, the invented demo city.

Everything follows from one seed and a few small tables, knows no Django and no database, and describes
no real place or person. `quartierswerk.demo.build` carries it into an installation through actions.
"""
