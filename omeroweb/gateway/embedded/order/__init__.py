"""Where images stand in long lists, so that any page of any list is found without a walk to it.

Kept by triggers of the database like the search index. Two things are derived:

- Places: the images of each dataset, and those that lie nowhere, by lower-case name and id; how
  many of which group and owner they are.
- Stretches: the order of all images, cut into about a hundred; how many images of which group and
  owner are in each. The sum of some counts says in which stretch a page begins.
"""
