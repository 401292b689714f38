"""From text to value. Every parser raises ValueError with what it expects, and nothing else."""

from omeroweb.config.parsers.database_url import *
from omeroweb.config.parsers.django import *
from omeroweb.config.parsers.network import *
from omeroweb.config.parsers.pages import *
from omeroweb.config.parsers.structures import *
from omeroweb.config.parsers.words import *
