"""Fills a store with what a backup must carry: python -m tests.integration.backup_content."""

import io

from omeroweb.cli.store import prepare


def main() -> None:
    prepare()
    from omeroweb.gateway import base  # noqa: PLC0415 - Django is set up now
    from omeroweb.gateway.embedded import models  # noqa: PLC0415
    from omeroweb.gateway.embedded.server import EmbeddedServer  # noqa: PLC0415

    gateway = EmbeddedServer().open(base.Caller(0))
    image = models.Image.objects.order_by("id").first()
    assert image is not None
    target = base.Ref(base.Kind.IMAGE, image.id)
    kinds = base.AnnotationKind
    for draft in (
        base.AnnotationDraft(kinds.TAG, "überexpression 細胞"),
        base.AnnotationDraft(kinds.MAP, (("Gene", "TP53"), ("Gene", "MYC"))),
        base.AnnotationDraft(kinds.DOUBLE, 0.1),
        base.AnnotationDraft(kinds.BOOLEAN, True),
    ):
        gateway.annotations.create(draft, [target])
    content = io.BytesIO(b"a,b\n1,2\n")
    file = gateway.annotations.upload(
        "table.csv", "text/csv", [content.read()], group_id=image.group_id
    )
    gateway.annotations.create(base.AnnotationDraft(kinds.FILE, file.id), [target])
    roi = models.Roi.objects.create(owner_id=0, group_id=image.group_id, image=image)
    models.Shape.objects.create(roi=roi, kind="Mask", mask=bytes(range(256)), transform=[1, 0.5])


if __name__ == "__main__":
    main()
