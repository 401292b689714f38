"""`omero group`."""

from argparse import Namespace

from omeroweb.cli.people.printing import as_json, table


def _add(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups

    groups.add(options.name, groups.KINDS[options.permissions], options.description)
    print(f"Added group {options.name}")


def _list(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups
    from omeroweb.gateway.embedded.models import PERMISSIONS

    counts = groups.member_counts()
    listed = [
        {
            "id": row.id,
            "name": row.name,
            "description": row.description,
            "permissions": PERMISSIONS[row.permissions],
            "members": counts.get(row.id, 0),
        }
        for row in groups.groups()
    ]
    if options.json:
        print(as_json(listed))
    else:
        head = ("ID", "GROUP", "PERMISSIONS", "MEMBERS", "DESCRIPTION")
        columns = ("id", "name", "permissions", "members", "description")
        print(table(head, [[one[column] for column in columns] for one in listed]))


def _set(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups

    row = groups.group(options.name)
    groups.change(
        row,
        name=options.new_name,
        permissions=groups.KINDS[options.permissions] if options.permissions else None,
        description=options.description,
    )
    print(f"Changed group {row.name}")


def _members(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups, users

    row = groups.group(options.name)
    groups.change_members(
        row,
        add=[users.user(name) for name in options.add],
        remove=[users.user(name) for name in options.remove],
        owners=[users.user(name) for name in options.owner],
        no_owners=[users.user(name) for name in options.no_owner],
    )
    listed = [
        {
            "id": one.experimenter_id,
            "name": one.experimenter.user_name,
            "is_owner": one.is_owner,
        }
        for one in groups.members(row)
    ]
    if options.json:
        print(as_json(listed))
    else:
        lines = [(one["id"], one["name"], "owner" if one["is_owner"] else "") for one in listed]
        print(table(("ID", "USER", "ROLE"), lines))


def _remove(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups

    groups.remove(groups.group(options.name))
    print(f"Removed group {options.name}")


ACTIONS = {"add": _add, "list": _list, "set": _set, "members": _members, "remove": _remove}
