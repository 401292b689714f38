"""Experimenters, groups and who is in which."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

PRIVATE, READ_ONLY, READ_ANNOTATE, READ_WRITE = "rw----", "rwr---", "rwra--", "rwrw--"
PERMISSIONS = {
    PRIVATE: "private",
    READ_ONLY: "read-only",
    READ_ANNOTATE: "read-annotate",
    READ_WRITE: "read-write",
}

# Groups that every OMERO server has, with the ids that clients know.
SYSTEM_GROUP, USER_GROUP = 0, 1


class ExperimenterGroup(models.Model):
    name = models.CharField(max_length=255, unique=True)
    description = models.TextField(blank=True)
    permissions = models.CharField(max_length=6, choices=PERMISSIONS, default=READ_ONLY)

    def __str__(self) -> str:
        return self.name


class Experimenter(AbstractBaseUser):
    """A user. The password is stored as Django hashes it.

    default_group: where new objects go; the first membership where it is None.
    """

    user_name = models.CharField(max_length=255, unique=True)
    first_name = models.CharField(max_length=255, blank=True)
    middle_name = models.CharField(max_length=255, blank=True)
    last_name = models.CharField(max_length=255, blank=True)
    email = models.EmailField(blank=True)
    institution = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField(default=True)
    default_group = models.ForeignKey(
        ExperimenterGroup, models.SET_NULL, null=True, related_name="+"
    )
    groups = models.ManyToManyField(ExperimenterGroup, through="GroupExperimenterMap")

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "user_name"

    def __str__(self) -> str:
        return self.user_name


class GroupExperimenterMap(models.Model):
    """Membership."""

    group = models.ForeignKey(ExperimenterGroup, models.CASCADE)
    experimenter = models.ForeignKey(Experimenter, models.CASCADE)
    is_owner = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "experimenter"], name="one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.experimenter_id} in {self.group_id}"
