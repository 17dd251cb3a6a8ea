"""Everybody reads these pages."""

from matchbox.core.permissions import Permission, anyone
from matchbox.core.words import N_

READ = Permission("pages:read", N_("案内のページを読む"), anyone)
