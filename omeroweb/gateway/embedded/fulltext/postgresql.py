"""Full-text search with PostgreSQL: a table of tsvectors with a GIN index for each kind of object.

Fields are told apart by the weights of words: A name, B description, C tags, D other annotations.
Names of attached files, groups and owners are words with a prefix that no text has: f:, g:, o:.
Words are made by ourselves: PostgreSQL's own parser takes a_b-1.tif for one file name.
A word stands for all that begin with it. Of those of a whole index GIN makes a list first, which
takes long for common ones, so the words that there are stand in a vocabulary: it may have some that
no document has any more, and some twice, because who writes shall wait for nobody.
Source: PostgreSQL's documentation, "Full Text Search" and "Trigger Functions".
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from omeroweb.gateway.base.searching import SearchField
from omeroweb.gateway.embedded.fulltext.documents import (
    ANNOTATION,
    DOCUMENTS,
    FILE,
    MAP_VALUE,
    WELLS,
    Document,
)
from omeroweb.gateway.embedded.fulltext.reach import Reach

WEIGHTS = {
    SearchField.NAME: "A",
    SearchField.DESCRIPTION: "B",
    SearchField.TAG: "C",
    SearchField.ANNOTATION: "CD",
}
# Characters of one field, so that a document stays below the 1 MB that it may have.
LONGEST = 50_000
# A word may have 2,046 bytes. A letter becomes 18 at most, as U+3316, so a text of so many
# characters has none that is longer.
SHORT = 100
# What stands between words once letters are decomposed: ASCII but letters and digits, signs of
# Latin-1, punctuation and symbols. Then the marks on letters, which do not count.
BETWEEN = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7"
    r"\u1680\u2000-\u2bff\u3000-\u303f\ufe30-\ufe6f]+"
)
MARKS = r"[\u0300-\u036f]+"

WORDS, VECTOR, TERM = "embedded_search_words", "embedded_search_vector", "embedded_search_term"
LONG_VECTOR = "embedded_search_vector_of_long"
VOCABULARY = "embedded_search_vocabulary"
# Of more words than these that begin with one, GIN makes the list itself.
MOST_ENDINGS = 16
OF_ANNOTATIONS = "embedded_search_of_annotations"
TRANSITIONS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


# --- making it ------------------------------------------------------------------


def tables() -> Iterator[str]:
    folded = f"lower(normalize($1, NFKD){_collation()})"
    spaced = f"regexp_replace(regexp_replace({folded}, '{MARKS}', '', 'g'), '{BETWEEN}', ' ', 'g')"
    yield (
        f"CREATE FUNCTION {WORDS}(text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT "
        "PARALLEL SAFE AS $$ SELECT left(word, 100) FROM "
        f"regexp_split_to_table({spaced}, ' ') word WHERE word <> '' $$"
    )
    yield (
        f"CREATE FUNCTION {LONG_VECTOR}(text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE "
        "PARALLEL SAFE AS $$ SELECT coalesce(string_agg(DISTINCT "
        "quote_literal(word) || ':1' || weight, ' '), '')::tsvector "
        f"FROM {WORDS}(left($1, {LONGEST})) word $$"
    )
    # One expression, which PostgreSQL writes in the place of the call: three times as quick. No
    # word is longer than the text.
    yield (
        f"CREATE FUNCTION {VECTOR}(text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE "
        f"PARALLEL SAFE AS $$ SELECT CASE WHEN length($1) > {SHORT} THEN {LONG_VECTOR}($1, weight) "
        f"ELSE coalesce(regexp_replace({spaced}, '([^ ]+)', '\\1:1' || weight, 'g')::tsvector, "
        "''::tsvector) END $$"
    )
    yield f'CREATE TABLE {VOCABULARY} (word text COLLATE "C" NOT NULL)'
    yield f"CREATE INDEX {VOCABULARY}_words ON {VOCABULARY} (word)"
    endings = (
        f"SELECT DISTINCT v.word FROM {VOCABULARY} v WHERE prefix = '' "
        f"AND v.word >= w.word AND v.word < w.word || chr(1114111) LIMIT {MOST_ENDINGS + 1}"
    )
    listed = "string_agg(quote_literal(e.word) || ':' || weights, ' | ')"
    yield (
        f"CREATE FUNCTION {TERM}(text, prefix text, weights text) RETURNS tsquery LANGUAGE sql "
        "STABLE PARALLEL SAFE AS $$ SELECT coalesce(string_agg(coalesce("
        f"(SELECT CASE WHEN count(*) <= {MOST_ENDINGS} THEN '(' || {listed} || ')' END "
        f"FROM ({endings}) e), "
        "quote_literal(prefix || w.word) || ':*' || weights), ' & '), '')::tsquery "
        f"FROM {WORDS}($1) w(word) $$"
    )
    for document in DOCUMENTS.values():
        yield f"CREATE TABLE {document.index} (id bigint PRIMARY KEY, words tsvector NOT NULL)"


def _collation() -> str:
    """One that knows upper and lower case of all letters, whatever the database's own knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collname FROM pg_collation WHERE collname IN ('und-x-icu', 'pg_c_utf8') "
            "ORDER BY collname DESC LIMIT 1"
        )
        found = cursor.fetchone()
    return f' COLLATE "{found[0]}"' if found else ""


def drop_tables() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield f"DROP TABLE IF EXISTS {document.index}"
    yield f"DROP TABLE IF EXISTS {VOCABULARY}"
    yield f"DROP FUNCTION IF EXISTS {TERM}(text, text, text)"
    yield f"DROP FUNCTION IF EXISTS {VECTOR}(text, text)"
    yield f"DROP FUNCTION IF EXISTS {LONG_VECTOR}(text, text)"
    yield f"DROP FUNCTION IF EXISTS {WORDS}(text)"


def fill() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield f"INSERT INTO {document.index} (id, words) {_documents(document)}"
        # Made of all documents at once, which takes a fraction of adding one after the other.
        # Without a list of what is not indexed yet, every search takes the same time.
        yield (
            f"CREATE INDEX {document.index}_words ON {document.index} USING gin (words) "
            "WITH (fastupdate = off)"
        )
        yield f"ANALYZE {document.index}"
    found = " UNION ALL ".join(f"SELECT words FROM {one.index}" for one in DOCUMENTS.values())
    yield f"INSERT INTO {VOCABULARY} (word) {_vocabulary(found)}"
    yield f"ANALYZE {VOCABULARY}"


def _vocabulary(documents: str) -> str:
    """The words of documents. Numbers, of which each image may have its own, are left out, and so
    are the words with a prefix: of those and of what begins with a digit GIN makes the list.
    """
    return (
        f"SELECT DISTINCT l.lexeme FROM ({documents}) d CROSS JOIN LATERAL unnest(d.words) l "
        "WHERE ascii(l.lexeme) NOT BETWEEN 48 AND 57 AND strpos(l.lexeme, ':') = 0"
    )


def triggers() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield _refresh(document)
    yield _refresh_of_annotations()
    for document in DOCUMENTS.values():
        refresh = f"{document.index}_refresh"
        yield from _on(document.table, "INSERT", f"PERFORM {refresh}(ARRAY({_all('id', 'new')}))")
        changed = _changed(document.columns)
        yield from _on(document.table, "UPDATE", f"PERFORM {refresh}(ARRAY({changed}))")
        gone = f"DELETE FROM {document.index} WHERE id IN ({_all('id', 'old')})"
        yield from _on(document.table, "DELETE", gone)
        yield from _on_each(document.links, "parent_id", refresh)
    changed = _changed(("text_value", "kind", "file_id"))
    yield from _on(ANNOTATION, "UPDATE", f"PERFORM {OF_ANNOTATIONS}(ARRAY({changed}))")
    yield from _on_each(MAP_VALUE, "annotation_id", OF_ANNOTATIONS)
    carrying = f"SELECT id FROM {ANNOTATION} WHERE file_id IN ({_changed(('name',))})"
    yield from _on(FILE, "UPDATE", f"PERFORM {OF_ANNOTATIONS}(ARRAY({carrying}))")
    moved = _changed(("owner_id", "group_id"))
    wells = f"SELECT id FROM {WELLS.table} WHERE plate_id IN ({moved})"
    call = f"PERFORM {WELLS.index}_refresh(ARRAY({wells}))"
    yield from _on(WELLS.owner, "UPDATE", call, purpose="wells")


def drop_triggers() -> Iterator[str]:
    """A trigger goes with its function."""
    for statement in triggers():
        head, _, _ = statement.partition(" RETURNS ")
        if head.startswith("CREATE FUNCTION "):
            yield f"DROP FUNCTION IF EXISTS {head.removeprefix('CREATE FUNCTION ')} CASCADE"


def _on(table: str, event: str, action: str, purpose: str = "search") -> Iterator[str]:
    """action: what is done once for every statement, with new_rows and old_rows."""
    name = f"{table}_{purpose}_{event.lower()}"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {action}; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {TRANSITIONS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def _on_each(table: str, column: str, refresh: str) -> Iterator[str]:
    """Whatever happens in a table changes what its column leads to."""
    old, new = _all(column, "old"), _all(column, "new")
    for event, ids in (("INSERT", new), ("DELETE", old), ("UPDATE", f"{old} UNION {new}")):
        yield from _on(table, event, f"PERFORM {refresh}(ARRAY({ids}))")


def _all(column: str, rows: str) -> str:
    return f"SELECT DISTINCT {column} FROM {rows}_rows"


def _changed(columns: Iterable[str]) -> str:
    """Ids of the rows that an UPDATE has changed in these columns."""
    before, after = (", ".join(f"{rows}.{column}" for column in columns) for rows in ("o", "n"))
    return (
        "SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id "
        f"WHERE ({before}) IS DISTINCT FROM ({after})"
    )


def _refresh(document: Document) -> str:
    """Rows are locked before they are read: of two who annotate one object at the same time, the
    second sees what the first has written.
    """
    return (
        f"CREATE FUNCTION {document.index}_refresh(ids bigint[]) RETURNS void LANGUAGE plpgsql AS "
        f"$$ BEGIN PERFORM 1 FROM {document.index} WHERE id = ANY(ids) ORDER BY id FOR UPDATE; "
        f"INSERT INTO {document.index} (id, words) {_documents(document)} "
        "WHERE o.id = ANY(ids) ORDER BY o.id "
        "ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words; "
        f"INSERT INTO {VOCABULARY} (word) SELECT n.lexeme FROM ("
        f"{_vocabulary(f'SELECT words FROM {document.index} WHERE id = ANY(ids)')}) n "
        # Looked up one by one, however many there are.
        f"WHERE (SELECT v.word FROM {VOCABULARY} v WHERE v.word = n.lexeme LIMIT 1) IS NULL; END $$"
    )


def _refresh_of_annotations() -> str:
    calls = " ".join(
        f"PERFORM {document.index}_refresh(ARRAY("
        f"SELECT DISTINCT parent_id FROM {document.links} WHERE child_id = ANY(ids)));"
        for document in DOCUMENTS.values()
    )
    return (
        f"CREATE FUNCTION {OF_ANNOTATIONS}(ids bigint[]) RETURNS void LANGUAGE plpgsql AS "
        f"$$ BEGIN IF cardinality(ids) > 0 THEN {calls} END IF; END $$"
    )


def _documents(document: Document) -> str:
    """OFFSET keeps the subqueries apart: what is written in the place of a call is a column."""
    parts = (
        f"{VECTOR}(o.{document.name}, 'A')",
        f"{VECTOR}(o.{document.description}, 'B')",
        f"{VECTOR}(t.tags, 'C')",
        f"{VECTOR}(t.annotations, 'D')",
        "array_to_tsvector(ARRAY['g:' || w.group_id, 'o:' || w.owner_id])",
        f"array_to_tsvector(ARRAY(SELECT DISTINCT 'f:' || word FROM {WORDS}(t.files) word))",
    )
    texts = (
        f"SELECT {document.tags(_join)} AS tags, {document.annotations(_join)} AS annotations, "
        f"{document.files(_join)} AS files OFFSET 0"
    )
    return (
        f"SELECT o.id, {' || '.join(parts)} FROM {document.source} CROSS JOIN LATERAL ({texts}) t"
    )


def _join(text: str) -> str:
    return f"string_agg({text}, ' ')"


# --- asking it ------------------------------------------------------------------


def condition(
    document: Document, words: Sequence[str], fields: Sequence[SearchField], reach: Reach
) -> tuple[str, list[object]]:
    """SQL that is true for the rows of the index that are looked for, with its parameters."""
    weights = "".join(sorted({weight for field in fields for weight in WEIGHTS.get(field, "")}))
    terms, parameters = [], list[str]()
    for word in words:
        places = [("", weights)] if weights or not fields else []
        places += [("f:", "")] if SearchField.FILE in fields or not fields else []
        terms.append(f"({' || '.join([f'{TERM}(%s, %s, %s)'] * len(places))})")
        parameters += [value for prefix, weight in places for value in (word, prefix, weight)]
    scope = reach.expression("'g:{}'", "'o:{}'", and_="&", or_="|")
    if scope:
        terms.append("%s::tsquery")
        parameters.append(scope)
    # Made before it is asked, once: the plan depends on it.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({' && '.join(terms)})::text", parameters)
        (query,) = cursor.fetchone()
    return f"{document.index}.words @@ %s::tsquery", [query]


def id_column(document: Document) -> str:
    return f"{document.index}.id"
