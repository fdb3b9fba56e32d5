"""Maps and charts as SVG, made on the server: plain functions from values to text.

Colours come from classes (``ui/static/ui/charts.css``), so light, dark and forced colours need no second
drawing. With ``style="paper"`` the same functions write greys as attributes for printed papers.
Every visible word is an argument: nothing here knows a language.
"""
