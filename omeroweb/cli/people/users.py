"""`omero user`."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from omeroweb.cli.people.grammar import SAID
from omeroweb.cli.people.passwords import password
from omeroweb.cli.people.printing import as_json, table

if TYPE_CHECKING:  # models can be imported once the store is prepared
    from omeroweb.gateway.embedded.models import Experimenter


def _add(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups, users

    wanted = [groups.group(name) for name in options.group]
    given = password(options.password_file, options.name)
    users.add(options.name, wanted, given, is_admin=options.admin, **_said(options))
    print(f"Added user {options.name}")


def _list(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups, users

    rows = users.users()
    if options.group is not None:
        rows = rows.filter(groups=groups.group(options.group))
    listed = [_described(row) for row in rows]
    if options.json:
        print(as_json(listed))
    else:
        head = ("ID", "USER", "NAME", "E-MAIL", "GROUPS", "STATE")
        print(table(head, [_line(one) for one in listed]))


def _set(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import groups, users

    row = users.user(options.name)
    home = None if options.default_group is None else groups.group(options.default_group)
    users.change(
        row,
        name=options.new_name,
        default_group=home,
        is_active=options.active,
        is_admin=options.admin,
        said=_said(options),
    )
    print(f"Changed user {row.user_name}")


def _password(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import users

    row = users.user(options.name)
    users.set_password(row, password(options.password_file, options.name))
    print(f"Changed the password of {row.user_name}")


def _remove(options: Namespace) -> None:
    from omeroweb.gateway.embedded.administration import users

    users.remove(users.user(options.name))
    print(f"Removed user {options.name}")


def _said(options: Namespace) -> dict[str, str]:
    given = {column: getattr(options, column) for column in SAID}
    return {column: text for column, text in given.items() if text is not None}


def _described(row: "Experimenter") -> dict[str, Any]:
    from omeroweb.gateway.embedded.models import SYSTEM_GROUP

    memberships = list(row.groupexperimentermap_set.all())
    return {
        "id": row.id,
        "name": row.user_name,
        **{column: getattr(row, column) for column in SAID},
        "is_active": row.is_active,
        "is_admin": any(one.group_id == SYSTEM_GROUP for one in memberships),
        "default_group": row.default_group_id,
        "groups": [
            {"id": one.group_id, "name": one.group.name, "is_owner": one.is_owner}
            for one in memberships
        ],
    }


def _line(user: dict[str, Any]) -> tuple[object, ...]:
    groups = [f"{group['name']}{'*' if group['is_owner'] else ''}" for group in user["groups"]]
    state = "active" if user["is_active"] else "inactive"
    return (
        user["id"],
        user["name"],
        f"{user['first_name']} {user['last_name']}".strip(),
        user["email"],
        ",".join(groups),
        f"{state}, administrator" if user["is_admin"] else state,
    )


ACTIONS = {"add": _add, "list": _list, "set": _set, "password": _password, "remove": _remove}
