"""The accounts of an office as a roster is compared with them: whole records, personal values sealed until one differs."""

from collections.abc import Collection
from functools import cache, cached_property, partial

from sqlalchemy.orm import Session

from registry.domain import sealing
from registry.domain.identifiers import normalise_name
from registry.domain.rosters.matching import ExistingAccount
from registry.domain.rosters.shapes import Sealed, Value
from registry.domain.rosters.tokens import mark_of
from registry.services.records import OWN_FIELDS
from registry.store.comparing import Compared, list_compared
from registry.store.db import vault
from registry.store.scope import Scope
from registry.store.variants import list_former_holders


class Known:
    """The accounts of a scope (``among``: only these, wherever they are) and the county of each."""

    def __init__(self, session: Session, scope: Scope, *, among: Collection[int] | None = None) -> None:
        self._vault = vault()
        self._mark = cache(self._vault.fingerprint)
        self.accounts: list[ExistingAccount] = []
        self.counties: dict[int, str] = {}
        former = list_former_holders(session)
        for each in list_compared(session, OWN_FIELDS, scope=scope, among=among):
            self.counties[each.id] = each.region_code
            is_archived = each.archived_on is not None
            self.accounts.append(ExistingAccount(each.id, self._values(each), is_archived, each.extra))
        for account in self.accounts if former else ():
            account.former_holders = frozenset(map(normalise_name, former.get(account.account_id, ())))

    @cached_property
    def _by_id(self) -> dict[int, ExistingAccount]:
        return {each.account_id: each for each in self.accounts}

    def mark(self, account_id: int) -> str | None:
        """What one of the accounts says now, as the hidden key of an exported row says it."""
        found = self._by_id.get(account_id)
        if found is None:
            return None
        plain = {name: each.unseal() if isinstance(each, Sealed) else each for name, each in found.values.items()}
        return mark_of(account_id, plain, self._vault.field_key)

    def _values(self, each: Compared) -> dict[str, Value | Sealed]:
        values: dict[str, Value | Sealed] = dict(zip(OWN_FIELDS, each.own, strict=True))
        values["holder"], values["holder_type"], values["uscc"] = each.holder or None, each.holder_type, each.uscc
        values["phone"] = self._sealed(each, each.phone_sealed, each.phone_mark)
        values["id_no"] = self._sealed(each, each.id_no_sealed, each.id_no_mark)
        return values

    def _sealed(self, each: Compared, token: str | None, mark: str | None) -> Sealed | None:
        """A personal value as it is on file; none where its holder's key was destroyed."""
        if token is None or each.wrapped_key is None:
            return None
        return Sealed(mark or "", self._mark, partial(self._open, each.wrapped_key, token))

    def _open(self, wrapped_key: str, token: str) -> str:
        return sealing.unseal_text(self._vault.unwrap(wrapped_key), token)
