"""Who is who: which person records of the source systems are one child.

Public: :func:`linkage.linking.link_records` and its results, stable ids from
:func:`linkage.children.assign_children`, words from
:func:`linkage.evidence.compare_in_words`, names from :mod:`linkage.names`, and
:func:`linkage.fitting.fit`. Each is imported from its own module, so that whoever needs
names folded alone (:mod:`linkage.folding`) needs no library; Splink is behind one door,
:mod:`linkage.compare`, where pairs are weighed.
"""
