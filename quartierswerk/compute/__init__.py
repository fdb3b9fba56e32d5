"""Pure methods on plain numbers: composite indices, their uncertainty, ranks, classes.

Nothing here knows Django, a database or a clock. A mistake in the input raises ``SpecError(code, **facts)``;
``quartierswerk.compute.sentences`` makes the sentence for people of it. Start at ``index.compute_index``.
"""
