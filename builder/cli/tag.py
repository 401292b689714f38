"""`tag`: give both images the names under which they are published."""

import argparse

from builder.cli.grammar import TARGETS, Commands, add_images, add_place


def add_parser(commands: Commands) -> None:
    """The grammar of `tag`."""
    tag = commands.add_parser(
        "tag",
        help="name the images for a registry: version, major.minor, major and latest",
        description="Name images that were built: REGISTRY/REPOSITORY/web:VERSION and so on, for "
        "both images, with the tags version, major.minor, major and latest. Nothing is sent.",
    )
    add_images(tag)
    add_place(tag)
    tag.add_argument("--from", dest="tag", default="latest", help="tag of the build (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Name the images, all or none, and print the names."""
    from builder import engine, images, labelled, versions

    place = versions.place(options.registry, options.repository)
    version = versions.version(options.version)
    names: dict[str, str] = {}
    with engine.connect() as client:
        for one in options.images or TARGETS:
            found = engine.image(client, f"{images.IMAGES[one]}:{options.tag}")
            labelled.check_version(found, version)
            names |= {f"{place.name(one)}:{tag}": str(found.id) for tag in version.tags}
        images.tag(client, names)
    print("\n".join(names))
    return 0
