"""What is searched of each kind of object: one document of several fields, in SQL.

The SQL is what both kinds of databases understand. ``o`` is the object, ``w`` what has its owner
and group.
"""

from collections.abc import Callable
from dataclasses import dataclass

from omeroweb.gateway.base import AnnotationKind, Kind
from omeroweb.gateway.base.searching import SEARCHABLE_KINDS
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.queries.objects import MODELS

# Joins texts with spaces: group_concat or string_agg.
Join = Callable[[str], str]

ANNOTATION = models.Annotation._meta.db_table
MAP_VALUE = models.MapValue._meta.db_table
FILE = models.OriginalFile._meta.db_table
TAG = f"'{AnnotationKind.TAG.value}'"
# An XML annotation is a document of a program, not words of a person.
XML = f"'{AnnotationKind.XML.value}'"


@dataclass(frozen=True)
class Document:
    """One kind of object. owner: the table that has owner and group, where it is not its own."""

    kind: Kind
    name: str = "name"
    description: str = "description"
    owner: str = ""
    owner_id: str = "id"

    @property
    def table(self) -> str:
        return MODELS[self.kind]._meta.db_table

    @property
    def links(self) -> str:
        """The table of links to annotations."""
        return models.LINKS[self.kind]._meta.db_table

    @property
    def index(self) -> str:
        """The table that is searched."""
        return f"{self.table}_search"

    @property
    def source(self) -> str:
        """What stands behind FROM."""
        owner = self.owner or self.table
        return f"{self.table} o JOIN {owner} w ON w.id = o.{self.owner_id}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the object's own table whose change changes the document."""
        owned = () if self.owner else ("owner_id", "group_id")
        return (self.name, self.description, *owned)

    # --- the texts ----------------------------------------------------------------

    def tags(self, join: Join) -> str:
        return (
            f"(SELECT {join('a.text_value')} FROM {self.links} l "
            f"JOIN {ANNOTATION} a ON a.id = l.child_id WHERE l.parent_id = o.id AND a.kind = {TAG})"
        )

    def annotations(self, join: Join) -> str:
        return (
            f"(SELECT {join('t.text')} FROM ("
            f"SELECT a.text_value AS text FROM {self.links} l "
            f"JOIN {ANNOTATION} a ON a.id = l.child_id "
            f"WHERE l.parent_id = o.id AND a.kind NOT IN ({TAG}, {XML}) AND a.text_value <> '' "
            f"UNION ALL SELECT m.name || ' ' || m.value FROM {self.links} l "
            f"JOIN {MAP_VALUE} m ON m.annotation_id = l.child_id WHERE l.parent_id = o.id) t)"
        )

    def files(self, join: Join) -> str:
        return (
            f"(SELECT {join('f.name')} FROM {self.links} l "
            f"JOIN {ANNOTATION} a ON a.id = l.child_id JOIN {FILE} f ON f.id = a.file_id "
            "WHERE l.parent_id = o.id)"
        )

    # --- which objects ------------------------------------------------------------

    def with_annotations(self, ids: str) -> str:
        """Ids of the objects that carry annotations, from SQL that gives the annotations' ids."""
        return f"SELECT parent_id FROM {self.links} WHERE child_id IN ({ids})"


WELLS = Document(
    Kind.WELL,
    name="external_identifier",
    description="external_description",
    owner=models.Plate._meta.db_table,
    owner_id="plate_id",
)
DOCUMENTS: dict[Kind, Document] = {
    kind: WELLS if kind == Kind.WELL else Document(kind) for kind in SEARCHABLE_KINDS
}
